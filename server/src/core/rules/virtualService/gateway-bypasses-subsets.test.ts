import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-bypasses-subsets", () => {
  expectRuleFixture("gateway-bypasses-subsets");
});
