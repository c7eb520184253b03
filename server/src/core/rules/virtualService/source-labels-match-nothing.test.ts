import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("source-labels-match-nothing", () => {
  expectRuleFixture("source-labels-match-nothing");
});
