import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

test("source-namespace-not-found", () => {
  expectRuleFixture("source-namespace-not-found");
});

test("namespaces that no file shows may lie elsewhere, unless the files are the whole mesh", () => {
  const policy = (note: string) => `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: a, namespace: shop}
spec:
  rules:
  - from:
    - source: {namespaces: [monitoring]}
${note}`;
  const only = ["source-namespace-not-found"];
  expectFindings(policy(""), { only });
  expectFindings(policy("#                           ^^^^^^^^^^ source-namespace-not-found warning"), { only, mesh: { complete: true } });
});
