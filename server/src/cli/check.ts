import { type Level, levels } from "../core/rules/finding";
import type { LevelSetting } from "../core/rules/levels";
import { ruleInfo, ruleInfos } from "../core/rules/registry";
import { didYouMean, formats } from "./args";
import { applySafeFixes } from "./fix";
import { type Io, UsageError } from "./io";
import { loadWorkspace, type Options } from "./loadWorkspace";
import { githubReport } from "./report/github";
import { jsonReport } from "./report/json";
import { junitReport } from "./report/junit";
import { collectReport, type Report } from "./report/report";
import { sarifReport } from "./report/sarif";
import { textReport } from "./report/text";

const reporters: Readonly<Record<(typeof formats)[number], (report: Report, io: Io) => string>> = {
  text: (report, io) => textReport(report, io.color),
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
  junit: junitReport,
};

/** Checks the files that the operands name and prints the findings; returns the exit status. */
export async function check(operands: readonly string[], options: Options, io: Io): Promise<number> {
  const ruleLevels = readRuleLevels(options.get("rule") ?? []);
  const { workspace, files, texts } = await loadWorkspace(operands, options, io, ruleLevels);
  workspace.check();
  if (options.has("fix")) io.err(applySafeFixes(workspace, files, texts));

  const report = collectReport(workspace, (file) => texts.get(file) ?? "");
  const format = formats.find((known) => known === options.get("format")?.[0]) ?? "text";
  io.out(reporters[format](report, io));
  return isFailure(report, options.get("fail-on")?.[0] ?? "error") ? 1 : 0;
}

function readRuleLevels(values: readonly string[]): [string, LevelSetting][] {
  return values.map((value) => {
    const [code = "", level = "", ...more] = value.split("=");
    const setting = (["off", ...levels] as const).find((known) => known === level);
    if (setting === undefined || more.length > 0)
      throw new UsageError(`--rule must be CODE=LEVEL with LEVEL one of off, ${levels.join(", ")}, not "${value}".`);
    if (ruleInfo(code) === undefined) throw new UsageError(unknownCode(code));
    return [code, setting];
  });
}

/** The message for a code that no rule has. */
export function unknownCode(code: string): string {
  const codes = ruleInfos().map((rule) => rule.code);
  return `No rule has the code "${code}".${didYouMean(code, codes)} "istio-traffic rules" lists them.`;
}

function isFailure(report: Report, failOn: string): boolean {
  const limit = levels.indexOf(failOn as Level);
  return report.findings.some(({ finding }) => levels.indexOf(finding.level) <= limit);
}
