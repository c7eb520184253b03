import { test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

test("gateway-bypasses-subsets", () => {
  expectRuleFixture("gateway-bypasses-subsets");
});

test("a subset that has all pods of the host splits nothing", () => {
  const mesh = (version: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: website}
spec: {host: website, subsets: [{name: v1, labels: {version: v1}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website}
spec: {template: {metadata: {labels: {app: website, version: v1}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: website-2}
spec: {template: {metadata: {labels: {app: website, version: ${version}}}}}
---
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {selector: {app: website}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec: {hosts: [website], http: [{route: [{destination: {host: website, subset: v1}}]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: public}
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http: [{route: [{destination: {host: website}}]}]
`;
  const only = ["gateway-bypasses-subsets"];
  expectFindings(mesh("v1"), { only });
  expectFindings(`${mesh("v2")}#                                      ^^^^^^^ gateway-bypasses-subsets\n`, { only });
});
