import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("selector-ignored-by-waypoint", () => {
  expectRuleFixture("selector-ignored-by-waypoint");
});
