import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("export-to-unknown-namespace", () => {
  expectRuleFixture("export-to-unknown-namespace");
});
