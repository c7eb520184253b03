import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("route-parent-not-found", () => {
  expectRuleFixture("route-parent-not-found");
});
