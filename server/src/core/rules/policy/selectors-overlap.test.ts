import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("selectors-overlap", () => {
  expectRuleFixture("selectors-overlap");
});
