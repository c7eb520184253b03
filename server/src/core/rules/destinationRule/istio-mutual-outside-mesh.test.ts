import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("istio-mutual-outside-mesh", () => {
  expectRuleFixture("istio-mutual-outside-mesh");
});
