import { unknownCode } from "../core/rules/explain";
import { type Level, levels } from "../core/rules/finding";
import type { LevelSetting } from "../core/rules/levels";
import { ruleInfo } from "../core/rules/registry";
import { formats, type Options } from "./args";
import { DiskWorkspace } from "./diskWorkspace";
import { applySafeFixes } from "./fix";
import { InputError, type Io, listsRules, UsageError } from "./io";
import { githubReport } from "./report/github";
import { jsonLine, jsonReport } from "./report/json";
import { junitReport } from "./report/junit";
import { occasionLine } from "./report/occasion";
import { collectReport, type Report } from "./report/report";
import { sarifReport } from "./report/sarif";
import { textReport } from "./report/text";
import { type Occasion, watchDisk } from "./watch";

type Format = (typeof formats)[number];

const reporters: Readonly<Record<Format, (report: Report, io: Io) => string>> = {
  text: (report, io) => textReport(report, io.color),
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
  junit: junitReport,
};

/** Checks the files that the operands name and prints the findings; returns the exit status. */
export async function check(operands: readonly string[], options: Options, io: Io): Promise<number> {
  const format = formats.find((known) => known === options.get("format")?.[0]) ?? "text";
  refuseClashes(operands, options, format);
  const disk = new DiskWorkspace(operands, options, io, readRuleLevels(options.get("rule") ?? []));
  await disk.read();
  const failOn = options.get("fail-on")?.[0] ?? "error";
  if (options.has("watch")) return await watchDisk(disk, io, (occasion) => show(collect(disk), occasion));

  disk.workspace.check();
  if (options.has("fix")) io.err(applySafeFixes(disk));
  return show(collect(disk), undefined);

  function show(report: Report, occasion: Occasion | undefined): number {
    if (!options.has("watch")) io.out(reporters[format](report, io));
    else if (format === "json") io.out(jsonLine(report, occasion));
    else io.out(`${occasion === undefined ? "" : `\n${occasionLine(occasion)}\n`}${textReport(report, io.color)}`);
    return isFailure(report, failOn) ? 1 : 0;
  }
}

function collect({ workspace, texts, named }: DiskWorkspace): Report {
  workspace.check();
  return collectReport(workspace, (file) => texts.get(file) ?? "", named);
}

/** Combinations of options that have no meaning. */
function refuseClashes(operands: readonly string[], options: Options, format: Format): void {
  const readsStdin = [...operands, ...(options.get("context") ?? [])].includes("-");
  if (options.has("fix") && readsStdin) throw new UsageError("--fix cannot write to standard input; name files.");
  if (!options.has("watch")) return;
  if (readsStdin) throw new UsageError("--watch cannot follow standard input; name files.");
  if (options.has("fix")) throw new UsageError("--watch and --fix exclude one another: files would change while they are being written.");
  if (format !== "text" && format !== "json") throw new UsageError(`--watch prints text or json; --format ${format} does not go with it.`);
}

function readRuleLevels(values: readonly string[]): [string, LevelSetting][] {
  return values.map((value) => {
    const [code = "", level = "", ...more] = value.split("=");
    const setting = (["off", ...levels] as const).find((known) => known === level);
    if (setting === undefined || more.length > 0)
      throw new UsageError(`--rule must be CODE=LEVEL with LEVEL one of off, ${levels.join(", ")}, not "${value}".`);
    if (ruleInfo(code) === undefined) throw new InputError(`${unknownCode(code)} ${listsRules}`);
    return [code, setting];
  });
}

function isFailure(report: Report, failOn: string): boolean {
  const limit = levels.indexOf(failOn as Level);
  return report.findings.some(({ finding }) => levels.indexOf(finding.level) <= limit);
}
