import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("outside-service-namespace", () => {
  expectRuleFixture("outside-service-namespace");
});
