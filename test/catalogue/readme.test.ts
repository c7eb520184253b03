import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ruleInfos } from "../../server/src/core/rules/registry";
import { coverageDocument, coverageDocumentPath, readCoverageSources } from "../helpers/coverageDocument";
import { observedFixes } from "../helpers/observedFixes";
import { ruleTable, tableBegin, tableEnd } from "../helpers/ruleTable";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("the README lists every rule", () => {
  const listed = readme.slice(readme.indexOf(tableBegin) + tableBegin.length, readme.indexOf(tableEnd));
  expect(listed, "node .scripts/readme.mjs writes the list").toBe(ruleTable());
});

describe("the table of coverage", () => {
  const sources = readCoverageSources(root);

  test("is what the rules and their tests say", () => {
    const written = readFileSync(join(root, coverageDocumentPath), "utf8");
    expect(written, "node .scripts/readme.mjs writes the table").toBe(coverageDocument(sources));
  });

  test("knows every fix: what the source of a rule offers, a fixture shows", () => {
    const observed = observedFixes(sources.fixtures);
    const unshown = ruleInfos().flatMap(({ code }) => {
      const source = [...sources.files].find(([path]) => path.endsWith(`/${code}.ts`))?.[1] ?? "";
      const kinds = observed.get(code) ?? new Set();
      const written = (["safe", "suggestion"] as const).filter((kind) => source.includes(`"${kind}"`) && !kinds.has(kind));
      return [...written, ...(/\bfixes\b/.test(source) && kinds.size === 0 ? ["any"] : [])].map((kind) => `${code}: ${kind}`);
    });
    expect(unshown, "a fixture in test/fixtures/fixes has to show these fixes").toEqual([]);
  });
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
