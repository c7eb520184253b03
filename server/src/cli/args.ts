import { levels } from "../core/rules/finding";
import { didYouMean } from "../core/text/similar";

export const formats = ["text", "json", "sarif", "github", "junit"] as const;
const failLevels = ["error", "warning", "information"] as const;

/** Options by name, without dashes. */
export type Options = ReadonlyMap<string, readonly string[]>;

/** An option as data: parsing and --help read the same table. */
export interface OptionSpec {
  /** With its dashes. */
  readonly name: string;
  /** With its dash and one letter: `-X GET` and `-XGET` are the same. */
  readonly short?: string;
  /** How help names the value; without one the option is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  /** How help names what follows the options. */
  readonly operands: string;
  readonly minimumOperands: number;
  readonly maximumOperands: number;
  readonly help: string;
  readonly options: readonly OptionSpec[];
}

const format: OptionSpec = { name: "--format", value: "FORMAT", choices: formats, help: "How to print the findings (default text)." };

const complete: OptionSpec = { name: "--complete", help: "The files are the whole mesh: what is not in them does not exist." };
const defaultNamespace: OptionSpec = {
  name: "--default-namespace",
  value: "NS",
  help: "Namespace of resources that name none (default: kustomization, project file, default).",
};

export const commands: readonly CommandSpec[] = [
  {
    name: "check",
    operands: "PATH...",
    minimumOperands: 1,
    maximumOperands: Number.POSITIVE_INFINITY,
    help: "Check manifests. A PATH is a file, a folder (its .gitignore files are honoured), a glob, or - for standard input.",
    options: [
      format,
      complete,
      defaultNamespace,
      { name: "--fail-on", value: "LEVEL", choices: failLevels, help: "Exit with 1 from this level on (default error)." },
      { name: "--rule", value: "CODE=LEVEL", repeatable: true, help: `Show a rule as ${levels.join(", ")} or off.` },
      { name: "--crds", value: "FILE", help: "Hold manifests to the CRDs in this file instead of the bundled ones." },
      {
        name: "--context",
        value: "PATH",
        repeatable: true,
        help: "Read these too, but report only findings in the PATHs, and elsewhere those that refer to a place in them.",
      },
      { name: "--fix", help: "Apply the safe fixes to the files, then report what is left." },
      { name: "--watch", help: "Report again whenever files change, until Ctrl-C (text, or json: one report per line)." },
    ],
  },
  {
    name: "route",
    operands: "URL PATH...",
    minimumOperands: 1,
    maximumOperands: Number.POSITIVE_INFINITY,
    help: "Tell where a request would go and why. With --tcp or --requests no URL is written. Of variants of a resource that nearest to the first PATH counts.",
    options: [
      { name: "--from", value: "NAMESPACE/WORKLOAD", help: "A pod of this workload sends the request." },
      { name: "--from-labels", value: "K=V,...", help: "A pod with these labels sends the request." },
      { name: "--namespace", value: "NS", help: "Namespace of that pod (default: that of --default-namespace)." },
      { name: "--gateway", value: "NAMESPACE/NAME", help: "The request arrives at the pods of this Gateway." },
      { name: "--request", short: "-X", value: "METHOD", help: "Method (default GET)." },
      { name: "--header", short: "-H", value: "'NAME: VALUE'", repeatable: true, help: "A header." },
      { name: "--sni", value: "HOST", help: "Server name of the TLS handshake (default: the host)." },
      { name: "--tcp", value: "HOST:PORT", help: "A bare TCP connection instead of a URL." },
      { name: "--requests", value: "FILE", help: "Answer many: a JSON object per line in (- for standard input), one per line out." },
      { ...format, choices: ["text", "json"], help: "How to print the answer (default text)." },
      complete,
      defaultNamespace,
    ],
  },
  {
    name: "explain",
    operands: "CODE",
    minimumOperands: 1,
    maximumOperands: 1,
    help: "Print what a rule checks, why, and a bad and a good example.",
    options: [],
  },
  {
    name: "rules",
    operands: "",
    minimumOperands: 0,
    maximumOperands: 0,
    help: "List all rules with their level.",
    options: [{ ...format, choices: ["text", "json"], help: "How to print the list (default text)." }],
  },
];

/** What the user asked for: a command with its options (by name, without dashes) and operands, or help, or the version. */
export type Invocation =
  | {
      readonly kind: "command";
      readonly command: string;
      readonly options: Options;
      readonly operands: readonly string[];
    }
  | { readonly kind: "help"; readonly command: string | undefined }
  | { readonly kind: "version" }
  | { readonly kind: "error"; readonly message: string };

/** Parses the arguments behind the program's name. `--name value` and `--name=value` are the same; `--` ends the options. */
export function parseArguments(argv: readonly string[]): Invocation {
  const [first, ...rest] = argv;
  if (first === undefined || first === "--help" || first === "-h") return { kind: "help", command: undefined };
  if (first === "--version" || first === "-V") return { kind: "version" };
  const asksForHelp = first === "help";
  const named = asksForHelp ? rest[0] : first;
  if (named === undefined) return { kind: "help", command: undefined };
  const command = commands.find(({ name }) => name === named);
  if (command === undefined) return { kind: "error", message: `Unknown command "${named}".${didYouMean(named, namesOf(commands))}` };
  if (asksForHelp) return { kind: "help", command: command.name };
  if (rest.includes("--help") || rest.includes("-h")) return { kind: "help", command: command.name };
  return parseCommand(command, rest);
}

function parseCommand(command: CommandSpec, argv: readonly string[]): Invocation {
  const options = new Map<string, string[]>();
  const operands: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? "";
    if (argument === "--") {
      operands.push(...argv.slice(at + 1));
      break;
    }
    if (argument === "") return { kind: "error", message: "One of the arguments is empty." };
    if (argument === "-" || !argument.startsWith("-")) {
      operands.push(argument);
      continue;
    }
    const [name, inline] = splitOption(argument);
    const spec = command.options.find((option) => option.name === name || option.short === name);
    if (spec === undefined) return { kind: "error", message: unknownOption(name, argument, command) };
    const value = spec.value === undefined ? inline : (inline ?? argv[++at]);
    const problem = problemOf(spec, value, options.has(spec.name.slice(2)));
    if (problem !== undefined) return { kind: "error", message: problem };
    const key = spec.name.slice(2);
    options.set(key, [...(options.get(key) ?? []), value ?? "true"]);
  }
  if (operands.length < command.minimumOperands)
    return { kind: "error", message: `"${command.name}" needs ${command.operands.replace("...", "")}.` };
  if (operands.length > command.maximumOperands)
    return { kind: "error", message: `"${command.name}" takes no "${operands[command.maximumOperands]}".` };
  return { kind: "command", command: command.name, options, operands };
}

function problemOf(spec: OptionSpec, value: string | undefined, isRepeated: boolean): string | undefined {
  if (isRepeated && spec.repeatable !== true) return `${spec.name} is given twice.`;
  if (spec.value === undefined) return value === undefined ? undefined : `${spec.name} takes no value.`;
  if (value === undefined || value === "") return `${spec.name} needs ${spec.value}.`;
  if (spec.choices !== undefined && !spec.choices.includes(value))
    return `${spec.name} must be one of ${spec.choices.join(", ")}, not "${value}".`;
  return undefined;
}

/** The name of an option and the value that is written with it. */
function splitOption(argument: string): [string, string | undefined] {
  if (!argument.startsWith("--")) return [argument.slice(0, 2), argument.length > 2 ? argument.slice(2) : undefined];
  const at = argument.indexOf("=");
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function unknownOption(name: string, argument: string, { options }: CommandSpec): string {
  return name.startsWith("--") ? `Unknown option "${name}".${didYouMean(name, namesOf(options))}` : `Unknown option "${argument}".`;
}

function namesOf(specs: readonly { readonly name: string }[]): string[] {
  return specs.map(({ name }) => name);
}
