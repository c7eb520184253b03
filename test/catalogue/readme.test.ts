import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ruleTable, tableBegin, tableEnd } from "../helpers/ruleTable";

const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
test("the README lists every rule", () => {
  const listed = readme.slice(readme.indexOf(tableBegin) + tableBegin.length, readme.indexOf(tableEnd));
  expect(listed, "node .scripts/readme.mjs writes the list").toBe(ruleTable());
});

test("the README names scripts that exist", () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
    readonly scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?(start|test|check|test:\w+|bench|package|build|schemas)\b/g)].map(
    (match) => match[1] ?? "",
  );
  expect(named.length).toBeGreaterThan(6);
  expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([]);
});

test("the README names every setting", () => {
  const { contributes } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
    readonly contributes: { readonly configuration: { readonly properties: Record<string, unknown> } };
  };
  const settings = Object.keys(contributes.configuration.properties).filter(
    (name) => !name.startsWith("istioTraffic.trace") && !name.startsWith("istioTraffic.mesh."),
  );
  expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
