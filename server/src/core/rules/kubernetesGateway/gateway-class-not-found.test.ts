import { expect, test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings, fixesOf } from "../../../../../test/helpers/workspaceFixture";

test("gateway-class-not-found", () => {
  const { fixes } = fixesOf(expectRuleFixture("gateway-class-not-found"), "gateway-class-not-found");
  expect(fixes.map((fix) => fix.title)).toEqual(["Change to istio"]);
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
