import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("listener-conflict", () => {
  expectRuleFixture("listener-conflict");
});
