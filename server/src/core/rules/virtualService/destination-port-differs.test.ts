import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("destination-port-differs", () => {
  expectRuleFixture("destination-port-differs");
});
