import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("envoy-patch-ignored", () => {
  expectRuleFixture("envoy-patch-ignored");
});
