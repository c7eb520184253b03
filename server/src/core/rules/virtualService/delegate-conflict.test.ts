import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("delegate-conflict", () => {
  expectRuleFixture("delegate-conflict");
});
