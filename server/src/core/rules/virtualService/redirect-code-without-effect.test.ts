import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("redirect-code-without-effect", () => {
  expectRuleFixture("redirect-code-without-effect");
});
