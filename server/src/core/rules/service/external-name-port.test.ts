import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("external-name-port", () => {
  expectRuleFixture("external-name-port");
});
