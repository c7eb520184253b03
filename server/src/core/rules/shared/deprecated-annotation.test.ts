import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("deprecated-annotation", () => {
  expectRuleFixture("deprecated-annotation");
});
