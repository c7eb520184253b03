import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("hash-with-weights", () => {
  expectRuleFixture("hash-with-weights");
});
