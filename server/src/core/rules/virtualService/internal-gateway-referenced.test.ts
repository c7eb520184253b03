import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("internal-gateway-referenced", () => {
  expectRuleFixture("internal-gateway-referenced");
});
