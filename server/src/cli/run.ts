import { version } from "../../../package.json";
import { explainRule, unknownCode } from "../core/rules/explain";
import { ruleInfos } from "../core/rules/registry";
import { type Options, parseArguments } from "./args";
import { check } from "./check";
import { helpText } from "./help";
import { InputError, type Io, listsRules, UsageError } from "./io";
import { route } from "./route";

/** Runs the program with the arguments behind its name; returns the exit status (0 clean, 1 findings, 2 usage or internal error). */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const invocation = parseArguments(argv);
    switch (invocation.kind) {
      case "error":
        throw new UsageError(invocation.message);
      case "version":
        io.out(`${version}\n`);
        return 0;
      case "help":
        io.out(helpText(invocation.command));
        return argv.length === 0 ? 2 : 0;
      case "command":
        return await runCommand(invocation.command, invocation.options, invocation.operands, io);
    }
  } catch (error) {
    if (error instanceof InputError) io.err(`istio-traffic: ${error.message}\n`);
    else if (error instanceof UsageError) io.err(`istio-traffic: ${error.message}\nTry "istio-traffic --help".\n`);
    else io.err(`istio-traffic: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 2;
  }
}

async function runCommand(command: string, options: Options, operands: readonly string[], io: Io): Promise<number> {
  switch (command) {
    case "check":
      return await check(operands, options, io);
    case "route":
      return await route(operands, options, io);
    case "explain":
      io.out(`${explain(operands[0] ?? "")}\n`);
      return 0;
    case "rules":
      io.out(listRules(options.get("format")?.[0] === "json"));
      return 0;
    default:
      throw new Error(`the command "${command}" has no implementation`);
  }
}

function explain(code: string): string {
  const text = explainRule(code);
  if (text === undefined) throw new InputError(`${unknownCode(code)} ${listsRules}`);
  return text;
}

function listRules(asJson: boolean): string {
  const rules = ruleInfos().map(({ code, level, docs, istio, kiali }) => ({ code, level, what: docs.what, istio, kiali }));
  if (asJson) return `${JSON.stringify(rules, undefined, 2)}\n`;
  const width = Math.max(...rules.map(({ code }) => code.length));
  return rules.map(({ code, level, what }) => `${code.padEnd(width)}  ${level.padEnd(11)}  ${what}\n`).join("");
}
