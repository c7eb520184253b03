import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("mixed-versions", () => {
  expectRuleFixture("mixed-versions");
});
