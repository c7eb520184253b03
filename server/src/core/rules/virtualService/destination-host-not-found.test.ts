import { describe, expect, test } from "vitest";
import { expectFindings, expectFix, fixesOf, openFixture } from "../../../../../test/helpers/workspaceFixture";

const service = (name: string, namespace: string) => `
#### ${namespace}-${name}.yaml
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {ports: [{name: http, port: 80}]}
`;
const route = (host: string, marks = "") => `
#### route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec:
  hosts: [shop.example.com]
  http:
  - route:
    - destination:
        host: ${host}
${marks}`;

describe("resolution", () => {
  test("a short name resolves in the VirtualService's own namespace", () => {
    expectFindings(`${service("cart", "shop")}${route("cart")}`);
  });

  test("a short name of a Service of another namespace is not found", () => {
    expectFindings(
      `${service("cart", "other")}${service("x", "shop")}${route("cart", "#             ^^^^ destination-host-not-found error: (cart.shop.svc.cluster.local)\n")}`,
    );
  });

  test("a fully qualified name resolves anywhere", () => {
    expectFindings(`${service("cart", "other")}${route("cart.other.svc.cluster.local")}`);
  });

  test("svc.ns is taken as it is and named by no Service: an error with a safe fix, wherever the Service is in view", () => {
    expectFindings(
      `${service("cart", "other")}${route("cart.other", "#             ^^^^^^^^^^ destination-host-not-found error: does not expand\n")}`,
    );
    expectFix(
      `${service("cart", "other")}${route("cart.other")}`,
      "destination-host-not-found",
      "Change to cart.other.svc.cluster.local",
      "route.yaml",
      route("cart.other.svc.cluster.local").replace("\n#### route.yaml\n", ""),
    );
  });

  test("a Service without a namespace stands for the one that a full name asks for", () => {
    const unpinned = service("cart", "x").replace(", namespace: x", "");
    expectFindings(`${unpinned}${route("cart.anywhere.svc.cluster.local")}`);
  });

  test("a ServiceEntry defines hosts, whose case does not matter; by a wildcard it defines a destination of that very name only", () => {
    const entry = (host: string) => `
#### entry.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: api, namespace: other}
spec: {hosts: ["${host}"], resolution: NONE, ports: [{number: 443, name: tls, protocol: TLS}]}
`;
    expectFindings(`${entry("api.example.com")}${route("api.example.com")}`, { only: ["destination-host-not-found"] });
    expectFindings(`${entry("API.example.com")}${route("api.example.com")}`, { only: ["destination-host-not-found"] });
    expectFindings(`${entry("*.example.com")}${route('"*.example.com"')}`, { only: ["destination-host-not-found"] });
    expectFindings(
      `${entry("*.example.com")}${route("api.example.com", '#             ^^^^^^^^^^^^^^^ destination-host-not-found error: covers "api.example.com" by its wildcard *.example.com only\n')}`,
      { only: ["destination-host-not-found"] },
    );
    expectFindings(
      `${entry("*.example.com")}${route("api.example.org", "#             ^^^^^^^^^^^^^^^ destination-host-not-found information\n")}`,
      {
        only: ["destination-host-not-found"],
      },
    );
  });
});

describe("what is not in view", () => {
  test("no Service of the namespace is in view: information", () => {
    expectFindings(route("cart", "#             ^^^^ destination-host-not-found information: not in view\n"));
  });

  test("the files are the whole mesh: an error", () => {
    expectFindings(route("cart", "#             ^^^^ destination-host-not-found error: get 503\n"), { mesh: { complete: true } });
  });
});

test("Services that come with Kubernetes or Istio are there, unless others of their namespace are in view", () => {
  expectFindings(route("istiod.istio-system.svc.cluster.local"));
  expectFindings(route("kubernetes.default.svc.cluster.local"));
  expectFindings(
    `${service("x", "istio-system")}${route("istiod.istio-system.svc.cluster.local", "#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ destination-host-not-found error\n")}`,
  );
});

test("a Service in another domain is told of", () => {
  expectFindings(
    `${service("cart", "shop")}${route("cart.shop.svc.prod.internal", "#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ destination-host-not-found information: if yours is another one, set mesh.domain\n")}`,
  );
  expectFindings(`${service("cart", "shop")}${route("cart.shop.svc.prod.internal")}`, { mesh: { domain: "prod.internal" } });
});

test("names of the own namespace are suggested short", () => {
  const open = openFixture(`${service("website", "shop")}${service("websites", "other")}${route("webiste")}`);
  expect(fixesOf(open, "destination-host-not-found").fixes.map((fix) => fix.title)).toEqual([
    "Change to website",
    "Create a Service webiste",
  ]);
});

test("mirrors are destinations too", () => {
  expectFindings(
    `${service("cart", "shop")}${route("cart", "    mirror:\n      host: crat\n#           ^^^^ destination-host-not-found error\n")}`,
  );
});
