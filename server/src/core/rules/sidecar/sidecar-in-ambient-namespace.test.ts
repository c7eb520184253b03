import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("sidecar-in-ambient-namespace", () => {
  expectRuleFixture("sidecar-in-ambient-namespace");
});
