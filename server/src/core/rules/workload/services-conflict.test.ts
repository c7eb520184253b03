import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("services-conflict", () => {
  expectRuleFixture("services-conflict");
});
