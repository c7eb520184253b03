import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("identity-without-mtls", () => {
  expectRuleFixture("identity-without-mtls");
});
