import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-selects-no-workload", () => {
  expectRuleFixture("gateway-selects-no-workload");
});
