import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectFindings, type FixtureOptions, type OpenFixture } from "./workspaceFixture";

/** Opens `test/fixtures/rules/CODE.yaml` and expects exactly the findings of the rule that are marked there. */
export function expectRuleFixture(code: string, options: Omit<FixtureOptions, "only"> = {}): OpenFixture {
  return expectFindings(ruleFixture(code), { ...options, only: [code] });
}

/** The fixture of a rule as text. */
export function ruleFixture(code: string): string {
  return readFileSync(join(import.meta.dirname, "../fixtures/rules", `${code}.yaml`), "utf8");
}
