import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("source-namespace-not-found", () => {
  expectRuleFixture("source-namespace-not-found");
});
