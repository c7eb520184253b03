import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("destination-rule-conflict", () => {
  expectRuleFixture("destination-rule-conflict");
});
