import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("namespace-wide-twice", () => {
  expectRuleFixture("namespace-wide-twice");
});
