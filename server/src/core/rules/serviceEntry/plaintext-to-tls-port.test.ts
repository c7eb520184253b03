import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("plaintext-to-tls-port", () => {
  expectRuleFixture("plaintext-to-tls-port");
});
