import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("route-backend-not-found", () => {
  expectRuleFixture("route-backend-not-found");
});
