import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("ambient-with-sidecar", () => {
  expectRuleFixture("ambient-with-sidecar");
});
