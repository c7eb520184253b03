import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("grant-namespace-not-found", () => {
  expectRuleFixture("grant-namespace-not-found");
});
