import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

test("peer-authentication-conflict", () => {
  expectRuleFixture("peer-authentication-conflict");
});

test("equal selectors conflict without any workload in view", () => {
  const policy = (name: string, labels: string) => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: ${name}, namespace: shop}
spec:
  selector:
    matchLabels: ${labels}
#                ${"^".repeat(labels.length)} peer-authentication-conflict warning: is for the same labels too
---`;
  expectFindings(policy("a", "{app: cart, tier: back}") + policy("b", "{tier: back, app: cart}"), {
    only: ["peer-authentication-conflict"],
  });
});
