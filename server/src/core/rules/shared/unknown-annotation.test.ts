import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("unknown-annotation", () => {
  expectRuleFixture("unknown-annotation");
});
