import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defaultMesh } from "../core/model/mesh";
import { type Level, levels } from "../core/rules/finding";
import type { LevelSetting } from "../core/rules/levels";
import { ruleInfo, ruleInfos } from "../core/rules/registry";
import { createSchemas } from "../core/schema/bundled";
import { readUserCrds } from "../core/schema/userCrds";
import type { Schemas } from "../core/schema/validateDocument";
import { Workspace } from "../core/workspace";
import { didYouMean, formats } from "./args";
import { nameOf, readInputs } from "./files";
import { applySafeFixes } from "./fix";
import { type Io, UsageError } from "./io";
import { findNamespaces, findProject } from "./project";
import { githubReport } from "./report/github";
import { jsonReport } from "./report/json";
import { junitReport } from "./report/junit";
import { collectReport, type Report } from "./report/report";
import { sarifReport } from "./report/sarif";
import { textReport } from "./report/text";

type Options = ReadonlyMap<string, readonly string[]>;

const reporters: Readonly<Record<(typeof formats)[number], (report: Report, io: Io) => string>> = {
  text: (report, io) => textReport(report, io.color),
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
  junit: junitReport,
};

/** Checks the files that the operands name and prints the findings; returns the exit status. */
export async function check(operands: readonly string[], options: Options, io: Io): Promise<number> {
  const { settings, folder } = findProject(io.cwd);
  const ruleLevels = new Map([...settings.levels, ...readRuleLevels(options.get("rule") ?? [])]);
  const inputs = await readInputs(operands, io, { excludes: settings.excludes, excludesFrom: folder });
  for (const problem of inputs.problems) io.err(`warning: ${problem}\n`);

  const fallback = options.get("default-namespace")?.[0] ?? settings.defaultNamespace ?? "default";
  const namespaces = findNamespaces(inputs.files, io.cwd, fallback);
  const texts = new Map(inputs.files.map((file) => [file.name, file.text]));
  const workspace = new Workspace({
    mesh: { ...defaultMesh, ...settings.mesh, ...(options.has("complete") ? { complete: true } : {}) },
    defaultNamespace: (file) => namespaces.of(file),
    levels: ruleLevels,
    schemas: readSchemas(options.get("crds")?.[0], settings.crds, folder, io),
    textOf: (file) => texts.get(file),
  });
  for (const { name, text } of inputs.files) workspace.setFile(name, text, false);
  workspace.check();
  if (options.has("fix")) io.err(applySafeFixes(workspace, inputs.files, texts));

  const report = collectReport(workspace, (file) => texts.get(file) ?? "");
  const format = formats.find((known) => known === options.get("format")?.[0]) ?? "text";
  io.out(reporters[format](report, io));
  return isFailure(report, options.get("fail-on")?.[0] ?? "error") ? 1 : 0;
}

/** The bundled schemas, or those of the CRDs that an option (from the working directory) or the project file (from its folder) names. */
function readSchemas(option: string | undefined, setting: string | undefined, projectFolder: string, io: Io): Schemas {
  const path = option === undefined ? setting && resolve(projectFolder, setting) : resolve(io.cwd, option);
  if (path === undefined || path === "") return createSchemas();
  const name = nameOf(path, io.cwd);
  if (!existsSync(path)) throw new UsageError(`No such file with CRDs: ${name}`);
  const { kinds, problems } = readUserCrds(readFileSync(path, "utf8"));
  if (kinds.length === 0) throw new UsageError(`${name}: ${problems.join("; ")}`);
  for (const problem of problems) io.err(`warning: ${name}: ${problem}.\n`);
  return createSchemas(kinds);
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
