import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("namespace-not-in-mesh", () => {
  expectRuleFixture("namespace-not-in-mesh");
});
