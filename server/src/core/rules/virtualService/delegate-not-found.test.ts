import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("delegate-not-found", () => {
  expectRuleFixture("delegate-not-found");
});
