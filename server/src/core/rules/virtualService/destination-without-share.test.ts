import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("destination-without-share", () => {
  expectRuleFixture("destination-without-share");
});
