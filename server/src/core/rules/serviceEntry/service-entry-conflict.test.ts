import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("service-entry-conflict", () => {
  expectRuleFixture("service-entry-conflict");
});
