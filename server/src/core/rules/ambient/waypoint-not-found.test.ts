import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("waypoint-not-found", () => {
  expectRuleFixture("waypoint-not-found");
});
