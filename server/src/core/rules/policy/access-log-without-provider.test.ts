import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("access-log-without-provider", () => {
  expectRuleFixture("access-log-without-provider");
});
