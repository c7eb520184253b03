import { ruleInfos } from "../../server/src/core/rules/registry";

/** Between these marks the README lists the rules; `node .scripts/readme.mjs` writes the list. */
export const tableBegin = "<!-- rules: written by .scripts/readme.mjs -->\n";
export const tableEnd = "<!-- /rules -->";

/** The rule list as it must stand in the README. */
export function ruleTable(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = ruleInfos().map(
    (rule) => `| \`${rule.code}\` | ${rule.level} | ${cell(rule.docs.what)} | ${[...rule.istio, ...rule.kiali].join(" ")} |`,
  );
  return ["| code | level | what is wrong | same as |", "|---|---|---|---|", ...rows, ""].join("\n");
}

/** The README with a fresh rule list. */
export function withRuleTable(readme: string): string {
  const begin = readme.indexOf(tableBegin) + tableBegin.length;
  return readme.slice(0, begin) + ruleTable() + readme.slice(readme.indexOf(tableEnd));
}
