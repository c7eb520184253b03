import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-credential-not-found", () => {
  expectRuleFixture("gateway-credential-not-found");
});
