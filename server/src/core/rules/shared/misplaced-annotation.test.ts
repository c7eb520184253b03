import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("misplaced-annotation", () => {
  expectRuleFixture("misplaced-annotation");
});
