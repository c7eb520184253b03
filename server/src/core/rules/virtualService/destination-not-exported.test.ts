import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("destination-not-exported", () => {
  expectRuleFixture("destination-not-exported");
});
