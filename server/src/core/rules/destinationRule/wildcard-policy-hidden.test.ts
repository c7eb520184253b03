import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("wildcard-policy-hidden", () => {
  expectRuleFixture("wildcard-policy-hidden");
});
