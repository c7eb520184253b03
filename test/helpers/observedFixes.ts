import { defaultMesh } from "../../server/src/core/model/mesh";
import type { Fix } from "../../server/src/core/rules/finding";
import { ruleInfos } from "../../server/src/core/rules/registry";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { Workspace } from "../../server/src/core/workspace";
import { parseFixture } from "./fixture";

/** The kinds of the fixes that findings of each code offer in these fixtures, each opened as a workspace of its own with every rule switched on. */
export function observedFixes(fixtures: Iterable<string>): ReadonlyMap<string, ReadonlySet<Fix["kind"]>> {
  const observed = new Map<string, Set<Fix["kind"]>>();
  const schemas = createSchemas();
  const levels = new Map(ruleInfos().flatMap((rule) => (rule.level === "off" ? [[rule.code, "hint"] as const] : [])));
  for (const source of fixtures) {
    const { files } = parseFixture(source);
    const texts = new Map(files.map((file) => [file.path, file.text]));
    const options = { mesh: defaultMesh, defaultNamespace: () => "default", levels, schemas, textOf: (file: string) => texts.get(file) };
    const workspace = new Workspace(options);
    for (const { path, text } of files) workspace.setFile(path, text, true);
    workspace.check();
    for (const { path } of files) {
      for (const finding of workspace.findings(path)) {
        const kinds = observed.get(finding.code) ?? new Set();
        for (const fix of workspace.fixes(path, finding)) kinds.add(fix.kind);
        if (kinds.size > 0) observed.set(finding.code, kinds);
      }
    }
  }
  return observed;
}
