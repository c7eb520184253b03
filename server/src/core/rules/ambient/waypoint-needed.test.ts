import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("waypoint-needed", () => {
  expectRuleFixture("waypoint-needed");
});
