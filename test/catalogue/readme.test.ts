import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ruleInfos } from "../../server/src/core/rules/registry";

const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
const begin = "<!-- rules: kept by test/catalogue/readme.test.ts -->\n";
const end = "<!-- /rules -->";

/** The rule list as it must stand in the README; `npx vitest run --config test/vitest.config.ts test/catalogue/readme.test.ts` shows the difference. */
function ruleTable(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = ruleInfos().map(
    (rule) => `| \`${rule.code}\` | ${rule.level} | ${cell(rule.docs.what)} | ${[...rule.istio, ...rule.kiali].join(" ")} |`,
  );
  return ["| code | level | what is wrong | same as |", "|---|---|---|---|", ...rows, ""].join("\n");
}

test("the README lists every rule", () => {
  const listed = readme.slice(readme.indexOf(begin) + begin.length, readme.indexOf(end));
  expect(listed).toBe(ruleTable());
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
