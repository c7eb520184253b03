import { test } from "vitest";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

const mesh = ["frontend", "mqtt-server"]
  .map(
    (name) => `
#### ${name}.yaml
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}}
spec: {host: ${name}, subsets: [{name: v1}, {name: v2}]}
`,
  )
  .join("");
const routes = (match: string, host: string, note = "") => `
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: frontend}
spec:
  hosts: [frontend.example.com]
  http:
  - match: [${match}]
    route:
    - destination:
        host: ${host}
${note}        subset: v2
  - route:
    - destination: {host: frontend, subset: v1}
`;
const note = "#             ^^^^^^^^^^^ destination-host-differs warning: Did you mean frontend?\n";

const only = { only: ["destination-host-differs"] };

test("a rule for testers that sends them to another service", () => {
  expectFindings(`${mesh}${routes("{headers: {x-forwarded-for: {exact: 192.168.0.58}}}", "mqtt-server", note)}`, only);
  expectFindings(`${mesh}${routes("{sourceLabels: {version: v2}}", "mqtt-server", note)}`, only);
});

test("the same service, or a rule that picks paths, is what such rules are for", () => {
  expectFindings(`${mesh}${routes("{headers: {x: {exact: tester}}}", "frontend")}`, only);
  expectFindings(`${mesh}${routes("{uri: {prefix: /mqtt}, headers: {x: {exact: tester}}}", "mqtt-server")}`, only);
});

test("a host that nothing defines is told of as such", () => {
  expectFindings(`${mesh}${routes("{headers: {x: {exact: tester}}}", "frontned", "#             ^^^^^^^^ destination-host-not-found\n")}`, {
    only: ["destination-host-differs", "destination-host-not-found"],
  });
});
