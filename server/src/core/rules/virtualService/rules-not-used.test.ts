import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("rules-not-used", () => {
  expectRuleFixture("rules-not-used");
});
