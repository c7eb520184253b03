import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("invalid-annotation", () => {
  expectRuleFixture("invalid-annotation");
});
