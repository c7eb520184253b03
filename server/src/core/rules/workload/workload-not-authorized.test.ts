import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("workload-not-authorized", () => {
  expectRuleFixture("workload-not-authorized");
});
