import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-server-conflict", () => {
  expectRuleFixture("gateway-server-conflict");
});
