import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

test("destination-without-share", () => {
  expectRuleFixture("destination-without-share");
});

test.each([
  ["virtualService: {name: website, routes: [primary]}", false],
  ["virtualServices: [{name: api}, {name: website}]", false],
  ["virtualService: {name: other}", true],
])("weights that an Argo Rollout sets (%s)", (istio, isReported) => {
  const mark = isReported ? "#                                                   ^ destination-without-share hint" : "";
  expectFindings(
    `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: website}
spec: {strategy: {canary: {trafficRouting: {istio: {${istio}}}}}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]
  http:
  - route:
    - {destination: {host: website}, weight: 100}
    - {destination: {host: website-canary}, weight: 0}
${mark}
`,
    { only: ["destination-without-share"] },
  );
});
