import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-api-outdated", () => {
  expectRuleFixture("gateway-api-outdated");
});
