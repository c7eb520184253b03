import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";

test("jwks-fetch-unrestricted", () => {
  expectRuleFixture("jwks-fetch-unrestricted");
});
