import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-port-not-on-service", () => {
  expectRuleFixture("gateway-port-not-on-service");
});
