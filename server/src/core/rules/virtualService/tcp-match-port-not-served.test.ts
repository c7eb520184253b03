import { expect, test } from "vitest";
import { expectFindings, fixesOf } from "../../../../../test/helpers/workspaceFixture";

const mesh = `
#### mesh.yaml
apiVersion: v1
kind: Service
metadata: {name: echo}
spec: {ports: [{name: tcp, port: 9000}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: echo-gateway}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 31400, name: tcp, protocol: TCP}, hosts: ["*"]}]}
`;
const route = (port: string, gateways = "[echo-gateway]", mark = "") => `
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: echo}
spec:
  hosts: [echo.example.com]
  gateways: ${gateways}
  tcp:
  - match:
    - port: ${port}
${mark}    route:
    - destination: {host: echo, port: {number: 9000}}
`;

test("a port that no server has, with the ports that there are", () => {
  const open = expectFindings(
    `${mesh}${route("31401", "[echo-gateway]", "#           ^^^^^ tcp-match-port-not-served error: listens on port 31401 (there is 31400)\n")}`,
  );
  expect(fixesOf(open, "tcp-match-port-not-served").fixes.map((fix) => fix.title)).toEqual(["Change to port 31400"]);
});

test("a served port is fine", () => expectFindings(`${mesh}${route("31400")}`));

test("on the mesh the port is the client's, and an unknown gateway is a finding of its own", () => {
  expectFindings(`${mesh}${route("9000", "[mesh, echo-gateway]")}`);
  expectFindings(`${mesh}${route("31401", "[other-gateway]")}`, { only: ["tcp-match-port-not-served"] });
});
