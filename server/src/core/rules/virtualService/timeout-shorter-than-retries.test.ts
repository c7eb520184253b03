import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("timeout-shorter-than-retries", () => {
  expectRuleFixture("timeout-shorter-than-retries");
});
