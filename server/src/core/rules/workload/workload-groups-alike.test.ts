import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("workload-groups-alike", () => {
  expectRuleFixture("workload-groups-alike");
});
