import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("virtual-service-host-conflict", () => {
  expectRuleFixture("virtual-service-host-conflict");
});
