import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("envoy-patch-relative", () => {
  expectRuleFixture("envoy-patch-relative");
});
