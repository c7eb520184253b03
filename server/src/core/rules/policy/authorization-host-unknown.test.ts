import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("authorization-host-unknown", () => {
  expectRuleFixture("authorization-host-unknown");
});
