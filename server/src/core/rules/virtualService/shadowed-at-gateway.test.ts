import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("shadowed-at-gateway", () => {
  expectRuleFixture("shadowed-at-gateway");
});
