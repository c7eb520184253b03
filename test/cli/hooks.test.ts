import { readFileSync } from "node:fs";
import { afterAll, beforeEach, expect, it } from "vitest";
import { parse } from "yaml";
import { runIn } from "../helpers/commandLine";
import { TestFolder } from "../helpers/folder";
import { mesh, missingSubset } from "../helpers/mesh";

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly pass_filenames?: boolean;
}

const hooks = new Map(
  (parse(readFileSync(new URL("../../.pre-commit-hooks.yaml", import.meta.url), "utf8")) as Hook[]).map((hook) => [hook.id, hook]),
);
const elsewhere = missingSubset.replace("name: website\nspec", "name: other\nspec").replace("- website", "- other");
const folder = new TestFolder();
afterAll(() => folder.remove());
beforeEach(() => {
  for (const [name, text] of Object.entries({ ...mesh, "other.yaml": mesh["virtual-service.yaml"] })) folder.write(name, text);
});

/** Runs a hook as the pre-commit framework does with these files staged. */
function runHook(id: string, staged: readonly string[]) {
  const { entry, args, pass_filenames: passesNames = true } = hooks.get(id) as Hook;
  const [program, ...words] = entry.split(" ");
  expect(program).toBe("istio-traffic");
  return runIn(folder, [...words, ...args, ...(passesNames ? staged : [])]);
}

it("checks everything by istio-traffic, also what is wrong in files that do not change", async () => {
  folder.write("other.yaml", elsewhere);
  const { code, out } = await runHook("istio-traffic", ["service.yaml"]);
  expect([code, out]).toEqual([1, expect.stringContaining("other.yaml:12:21: error: ")]);
});

it("refuses by istio-traffic-changed what the changed files break, and nothing else", async () => {
  folder.write("other.yaml", elsewhere);
  expect((await runHook("istio-traffic-changed", ["service.yaml", "virtual-service.yaml"])).code).toBe(0);
  expect((await runHook("istio-traffic-changed", ["other.yaml"])).code).toBe(1);
  folder.write("destination-rule.yaml", mesh["destination-rule.yaml"].replace("name: v2", "name: v3"));
  const { code, out } = await runHook("istio-traffic-changed", ["destination-rule.yaml"]);
  expect([code, out]).toEqual([1, expect.stringContaining("virtual-service.yaml:16:21: error: ")]);
});
