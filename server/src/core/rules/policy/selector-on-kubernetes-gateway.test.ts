import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("selector-on-kubernetes-gateway", () => {
  expectRuleFixture("selector-on-kubernetes-gateway");
});
