import { expect, test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings, expectFix, fixesOf } from "../../../../../test/helpers/workspaceFixture";

test("gateway-class-not-found", () => {
  const { fixes } = fixesOf(expectRuleFixture("gateway-class-not-found"), "gateway-class-not-found");
  expect(fixes.map((fix) => fix.title)).toEqual(["Change to istio"]);
});

test("a slip becomes the name of Istio's class", () => {
  const gateway = (name: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: a}
spec:
  gatewayClassName: ${name} # ours
  listeners: [{name: http, port: 80, protocol: HTTP}]
`;
  expectFix(gateway("istoi"), "gateway-class-not-found", "Change to istio", "test.yaml", gateway("istio"));
});

test("in the whole mesh every class has to be there", () => {
  expectFindings(
    `
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: other}
    spec: {gatewayClassName: nginx, listeners: [{name: http, port: 80, protocol: HTTP}]}
    #                        ^^^^^ gateway-class-not-found error: No GatewayClass nginx exists
    `,
    { only: ["gateway-class-not-found"], mesh: { complete: true } },
  );
});
