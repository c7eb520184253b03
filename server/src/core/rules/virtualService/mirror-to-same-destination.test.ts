import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("mirror-to-same-destination", () => {
  expectRuleFixture("mirror-to-same-destination");
});
