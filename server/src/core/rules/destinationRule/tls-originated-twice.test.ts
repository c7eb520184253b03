import { test } from "vitest";
import { expectRuleFixture, ruleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFix } from "../../../../../test/helpers/workspaceFixture";

test("tls-originated-twice", () => {
  expectRuleFixture("tls-originated-twice");
});

test("the fix makes the port one of plain HTTP", () => {
  const before = ruleFixture("tls-originated-twice").split("#### narrow.yaml")[0] ?? "";
  expectFix(
    before,
    "tls-originated-twice",
    "Change port 443 of the ServiceEntry to HTTP",
    "api.yaml",
    before.replace("protocol: HTTPS", "protocol: HTTP"),
  );
});
