import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("destination-repeated", () => {
  expectRuleFixture("destination-repeated");
});
