import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("claim-route-without-authentication", () => {
  expectRuleFixture("claim-route-without-authentication");
});
