import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("removed-api-defined", () => {
  expectRuleFixture("removed-api-defined");
});
