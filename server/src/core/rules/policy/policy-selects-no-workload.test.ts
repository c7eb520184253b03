import { test } from "vitest";
import { expectRuleFixture, ruleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings, expectFix } from "../../../../../test/helpers/workspaceFixture";

test("policy-selects-no-workload", () => {
  expectRuleFixture("policy-selects-no-workload");
});

test("where the files are the whole mesh no workload need be in view", () => {
  const policy = `
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: cart}
    spec:
      selector: {matchLabels: {app: cart}}
    #                               ^^^^ policy-selects-no-workload warning: this PeerAuthentication applies to nothing
    `;
  expectFindings(policy, { mesh: { complete: true }, only: ["policy-selects-no-workload"] });
});

test("the fix takes the label that pods carry", () => {
  const before = ruleFixture("policy-selects-no-workload").split("#### root.yaml")[0] ?? "";
  expectFix(before, "policy-selects-no-workload", "Change to website", "shop.yaml", before.replace("app: websit}", "app: website}"));
});
