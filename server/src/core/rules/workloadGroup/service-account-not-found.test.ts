import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("service-account-not-found", () => {
  expectRuleFixture("service-account-not-found");
});
