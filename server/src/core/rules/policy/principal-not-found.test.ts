import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("principal-not-found", () => {
  expectRuleFixture("principal-not-found");
});
