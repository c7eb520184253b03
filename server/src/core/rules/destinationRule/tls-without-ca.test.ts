import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("tls-without-ca", () => {
  expectRuleFixture("tls-without-ca");
});
