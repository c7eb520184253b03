import { expect, test } from "vitest";
import { expectFindings, expectFix, fixesOf, openFixture } from "../../../../../test/helpers/workspaceFixture";

const service = (ports: string) => `
#### service.yaml
apiVersion: v1
kind: Service
metadata: {name: website}
spec: {ports: ${ports}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
`;
const route = (destination: string, gateways = "[mesh]") => `
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: website}
spec:
  hosts: [website]
  gateways: ${gateways}
  http:
  - route:
    - destination:
        host: website
${destination}`;

test("a port that the Service lacks is an error, and its targetPort is recognised", () => {
  const ports = "[{name: http, port: 80, targetPort: 8080}]";
  const wrong = route(
    "        port:\n          number: 8080\n#                 ^^^^ destination-port-not-found error: 8080 is the targetPort of its port 80\n",
  );
  expectFindings(`${service(ports)}${wrong}`);
  expectFix(
    `${service(ports)}${route("        port:\n          number: 8080\n")}`,
    "destination-port-not-found",
    "Change to port 80",
    "route.yaml",
    route("        port:\n          number: 80\n").replace("\n#### route.yaml\n", ""),
  );
});

test("a port of the Service is fine, and so is none when there is one port", () => {
  expectFindings(`${service("[{name: http, port: 80}]")}${route("        port: {number: 80}\n", "[public]")}`);
  expectFindings(`${service("[{name: http, port: 80}]")}${route("", "[public]")}`);
});

test("no port among several: an error behind a gateway, a hint on the mesh where the called port is used", () => {
  const several = service("[{name: http, port: 81}, {name: grpc, port: 82}]");
  const marked = (level: string) => "#             ^^^^^^^ destination-port-required ".concat(level, "\n");
  expectFindings(`${several}${route(marked("error: the gateway's own port is used"), "[public]")}`);
  expectFindings(`${several}${route(marked("hint: the port that the client called is used"))}`);
});

test("no port among several, one of which is the gateway's: a hint; behind a gateway that is not in view: information", () => {
  const several = service("[{name: http, port: 80}, {name: grpc, port: 82}]");
  const marked = (note: string) => `#             ^^^^^^^ destination-port-required ${note}\n`;
  expectFindings(`${several}${route(marked("hint: the gateway's own port 80 is used, which is one of them"), "[public]")}`);
  expectFindings(`${several}${route(marked("information: behind gateway other/internal, which is not in view"), "[other/internal]")}`, {
    only: ["destination-port-required"],
  });
});

test("no port among several, none of which callers of the mesh use", () => {
  const called = service("[{name: http, port: 80}]");
  const target = called
    .split("---")[0]
    ?.replace("service.yaml", "target.yaml")
    .replace("website", "cart")
    .replace("[{name: http, port: 80}]", "[{name: http, port: 81}, {name: grpc, port: 82}]");
  const text = route(
    "#             ^^^^ destination-port-required error: the Service has no port 80: requests of http rule 1 get 503\n",
  ).replace("host: website", "host: cart");
  expectFindings(`${called}${target}${text}`);
});

test("an alias is followed for calls to its own port only", () => {
  const called = service("[{name: http, port: 81}]");
  const alias = `
#### alias.yaml
apiVersion: v1
kind: Service
metadata: {name: legacy}
spec: {type: ExternalName, externalName: website.default.svc.cluster.local, ports: [{name: http, port: 80}]}
`;
  const text = route("#             ^^^^^^ destination-port-differs error: for which a sidecar does not follow it\n").replace(
    "host: website",
    "host: legacy",
  );
  expectFindings(`${called}${alias}${text}`);
  expectFindings(`${called.replace("port: 81", "port: 80")}${alias}${route("").replace("host: website", "host: legacy")}`);
});

test("the fix writes the port under the host with its indentation", () => {
  const several = service("[{name: http, port: 81}, {name: grpc, port: 82}]");
  const open = openFixture(`${several}${route("        subset: v1\n", "[public]")}`);
  expect(fixesOf(open, "destination-port-required").fixes.map((fix) => fix.title)).toEqual(["Add port 81", "Add port 82"]);
  expectFix(
    `${several}${route("        subset: v1\n", "[public]")}`,
    "destination-port-required",
    "Add port 82",
    "route.yaml",
    route("        port:\n          number: 82\n        subset: v1\n", "[public]").replace("\n#### route.yaml\n", ""),
  );
});
