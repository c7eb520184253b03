import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("tracing-provider-retired", () => {
  expectRuleFixture("tracing-provider-retired", { mesh: { retiredTracers: ["old"] } });
});
