import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

test("identity-without-mtls", () => {
  expectRuleFixture("identity-without-mtls");
});

const policy = (marks = "") => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: website, namespace: shop}
spec: {rules: [{from: [{source: {principals: [a]}}]}]}
${marks}---
apiVersion: v1
kind: Service
metadata: {name: website, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
`;
const rule = (namespace: string, host: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: tls, namespace: ${namespace}}
spec: {host: "${host}", trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
`;
const only = ["identity-without-mtls"];
const mark = (text: string) => `#                                ^^^^^^^^^^ identity-without-mtls ${text}\n`;

test("without automatic mutual TLS a DestinationRule has to ask for it", () => {
  const options = { only, mesh: { autoMtls: false } };
  expectFindings(policy(mark("information: no DestinationRule in view makes clients of namespace shop use it")), options);
  expectFindings(policy(mark("error: no DestinationRule makes clients of namespace shop use it")) + rule("shop", "cart"), options);
  for (const host of ["website", "website.shop.svc.cluster.local", "*.shop.svc.cluster.local"]) {
    expectFindings(policy() + rule("shop", host), options);
  }
  expectFindings(policy() + rule("istio-system", "*.local"), options);
});

test("with it, which is the default, nothing is missing", () => {
  expectFindings(policy(), { only });
});
