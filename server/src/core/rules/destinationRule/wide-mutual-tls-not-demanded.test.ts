import { test } from "vitest";
import { expectRuleFixture, ruleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

const only = ["wide-mutual-tls-not-demanded"];

test("wide-mutual-tls-not-demanded", () => {
  expectRuleFixture("wide-mutual-tls-not-demanded", { mesh: { autoMtls: false } });
});

test("with automatic mutual TLS nothing is said", () => {
  expectFindings(ruleFixture("wide-mutual-tls-not-demanded").replace(/^#.*\n/gm, ""), { only });
});
