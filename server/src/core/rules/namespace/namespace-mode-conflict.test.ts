import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("namespace-mode-conflict", () => {
  expectRuleFixture("namespace-mode-conflict");
});
