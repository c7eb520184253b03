import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("host-not-in-gateway", () => {
  expectRuleFixture("host-not-in-gateway");
});
