import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("strict-without-client-tls", () => {
  expectRuleFixture("strict-without-client-tls", { mesh: { autoMtls: false } });
});
