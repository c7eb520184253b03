import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("selector-selects-no-workload", () => {
  expectRuleFixture("selector-selects-no-workload");
});
