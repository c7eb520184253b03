import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("delegate-not-usable", () => {
  expectRuleFixture("delegate-not-usable");
});
