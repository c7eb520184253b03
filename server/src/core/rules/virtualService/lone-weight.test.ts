import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("lone-weight", () => {
  expectRuleFixture("lone-weight");
});
