import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("runs-as-proxy-user", () => {
  expectRuleFixture("runs-as-proxy-user");
});
