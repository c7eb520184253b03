import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("gateway-certificate-shared", () => {
  expectRuleFixture("gateway-certificate-shared");
});
