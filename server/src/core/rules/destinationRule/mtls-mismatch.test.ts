import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFix } from "../../../../../test/helpers/workspaceFixture";

test("mtls-mismatch", () => {
  expectRuleFixture("mtls-mismatch");
});

test.each([
  ["STRICT", "DISABLE", "ISTIO_MUTUAL"],
  ["DISABLE", "ISTIO_MUTUAL", "DISABLE"],
])("where servers are set to %s the fix turns %s into %s", (accepted, before, after) => {
  const manifest = (mode: string) => `
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default}
    spec: {mtls: {mode: ${accepted}}}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: all}
    spec:
      host: "*.default.svc.cluster.local"
      trafficPolicy: {tls: {mode: ${mode}}} # for all
    `;
  expectFix(manifest(before), "mtls-mismatch", `Change to ${after}`, "test.yaml", manifest(after));
});
