import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { familyOf, type KeyFamily } from "../../server/src/core/index/keys";
import { RecordingView } from "../../server/src/core/index/recordingView";
import { WorkspaceIndex } from "../../server/src/core/index/workspaceIndex";
import { defaultMesh, type MeshSettings } from "../../server/src/core/model/mesh";
import type { Resource } from "../../server/src/core/model/resource";
import { ruleInfos, rules } from "../../server/src/core/rules/registry";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { Workspace } from "../../server/src/core/workspace";
import { Kustomizations } from "../../server/src/project/kustomizations";
import { parseFixture } from "../helpers/fixture";
import { rolloutFiles } from "../helpers/rollouts";

const folder = join(import.meta.dirname, "../../server/src/core/rules");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

describe("every rule", () => {
  test("has a code of its own", () => {
    const codes = ruleInfos().map((rule) => rule.code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  test.each(rules.map((rule) => [rule.code, rule] as const))("%s is documented: what, why, a bad and a good example", (code, rule) => {
    expect(code).toMatch(/^[a-z][a-z0-9-]+$/);
    for (const text of [rule.docs.what, rule.docs.why]) expect(text).toMatch(/^[A-Z"`].*\.$/s);
    expect(rule.docs.bad).not.toBe(rule.docs.good);
    for (const code of rule.istio) expect(code).toMatch(/^IST\d{4}$/);
    for (const code of rule.kiali) expect(code).toMatch(/^KIA\d{4}$/);
  });

  test.each(rules.map((rule) => rule.code))("%s stands in a file of its name with a test beside it", (code) => {
    const own = files.filter((file) => basename(file) === `${code}.ts`);
    expect(own).toHaveLength(1);
    const tests = files.filter((file) => file.endsWith(".test.ts")).map((file) => readFileSync(join(folder, file), "utf8"));
    expect(
      tests.some((text) => text.includes(code)),
      `a test names ${code}`,
    ).toBe(true);
  });

  test("reads of the index what it declares, no less and, over all tests, no more", () => {
    const observed = new Map(rules.map((rule) => [rule.code, new Set<KeyFamily>()]));
    const undeclared: string[] = [];
    for (const { resources, mesh } of workspaces()) {
      const index = new WorkspaceIndex(mesh);
      index.replace([], resources, new Set());
      for (const resource of resources) {
        for (const rule of rules.filter((one) => one.kinds.includes(resource.model.kind))) {
          const view = new RecordingView(index);
          for (const _finding of rule.check(resource, { index: view }));
          for (const key of view.reads) {
            observed.get(rule.code)?.add(familyOf(key));
            if (!rule.reads.includes(familyOf(key))) undeclared.push(`${rule.code}: ${familyOf(key)}`);
          }
        }
      }
    }
    expect([...new Set(undeclared)]).toEqual([]);
    const unused = rules.flatMap((rule) =>
      rule.reads.filter((family) => !observed.get(rule.code)?.has(family)).map((family) => `${rule.code}: ${family}`),
    );
    expect(unused).toEqual([]);
  });
});

interface Checked {
  readonly resources: readonly Resource[];
  readonly mesh: MeshSettings;
}

/** The resources of the rollouts and of each fixture of a rule; the fixtures also in a mesh without automatic mutual TLS. */
function workspaces(): readonly Checked[] {
  const schemas = createSchemas();
  const read = (sources: readonly { readonly file: string; readonly text: string }[]) => {
    const kustomizations = new Kustomizations();
    for (const { file, text } of sources) kustomizations.update(file, text);
    const kustomized = (file: string) => kustomizations.of(file);
    const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", kustomized, levels: new Map(), schemas });
    for (const { file, text } of sources) workspace.setFile(file, text, true);
    return workspace.resources();
  };
  const mistakes = join(import.meta.dirname, "../fixtures/rules");
  const fixtures = readdirSync(mistakes).map((name) =>
    read(parseFixture(readFileSync(join(mistakes, name), "utf8")).files.map((one) => ({ file: one.path, text: one.text }))),
  );
  return [
    { resources: read(rolloutFiles()), mesh: defaultMesh },
    ...fixtures.flatMap((resources) => [defaultMesh, { ...defaultMesh, autoMtls: false }].map((mesh) => ({ resources, mesh }))),
  ];
}
