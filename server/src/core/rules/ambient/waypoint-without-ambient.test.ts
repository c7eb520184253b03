import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("waypoint-without-ambient", () => {
  expectRuleFixture("waypoint-without-ambient");
});
