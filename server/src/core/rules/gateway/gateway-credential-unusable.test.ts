import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-credential-unusable", () => {
  expectRuleFixture("gateway-credential-unusable");
});
