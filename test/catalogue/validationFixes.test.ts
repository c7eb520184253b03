import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultMesh } from "../../server/src/core/model/mesh";
import type { LevelSetting } from "../../server/src/core/rules/levels";
import { rules } from "../../server/src/core/rules/registry";
import { validationRules } from "../../server/src/core/rules/validation/registry";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { applyEdits } from "../../server/src/core/text/edit";
import { Workspace } from "../../server/src/core/workspace";

const cases = join(import.meta.dirname, "../../../shared/cases/validate");
const schemas = createSchemas();
const levels = new Map<string, LevelSetting>(rules.map((rule) => [rule.code, "off"]));
const ours = new Set(validationRules.map((rule) => rule.code));

/** Every fix of every finding in the documents of a file: what it leads to. */
describe.skipIf(!existsSync(cases))("fixes on Istio's own cases in ../shared (skipped where they are absent)", () => {
  const documents = existsSync(cases) ? readDocuments() : [];

  test("settle their finding, break nothing and bring nothing worse", () => {
    let tried = 0;
    const wrong: string[] = [];
    for (const { id, text } of documents) {
      const workspace = open(text);
      const before = workspace.findings("a.yaml");
      for (const finding of before.filter((one) => ours.has(one.code))) {
        for (const fix of workspace.fixes("a.yaml", finding)) {
          tried++;
          const after = open(applyEdits(text, fix.edits)).findings("a.yaml");
          const broken = after.some(
            (one) => one.code.startsWith("yaml-") || (one.code.startsWith("schema-") && !before.some((old) => old.code === one.code)),
          );
          const same = after.filter((one) => one.code === finding.code && one.message === finding.message).length;
          const settled = same < before.filter((one) => one.code === finding.code && one.message === finding.message).length;
          if (broken || !settled) wrong.push(`${id} ${finding.code}: ${fix.title}\n${applyEdits(text, fix.edits)}`);
          if (fix.kind === "safe" && after.length > before.length)
            wrong.push(`${id} ${finding.code}: the safe fix "${fix.title}" brings findings`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  });
});

function open(text: string): Workspace {
  const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels, schemas });
  workspace.setFile("a.yaml", text, true);
  workspace.check();
  return workspace;
}

function readDocuments(): readonly { readonly id: string; readonly text: string }[] {
  const index = JSON.parse(readFileSync(join(cases, "index.json"), "utf8")) as { readonly cases: readonly { readonly file: string }[] };
  return [...new Set(index.cases.map((one) => one.file))].flatMap((file) => {
    const text = readFileSync(join(cases, file), "utf8");
    return splitDocuments(text).map(({ start, end }, at) => ({ id: `${file} ${at}`, text: text.slice(start, end) }));
  });
}
