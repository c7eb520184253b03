import { describe, expect, test } from "vitest";
import { indexFiles, type MeshFixture, openMesh } from "../../../../test/helpers/meshFixture";
import { rolloutFiles } from "../../../../test/helpers/rollouts";
import { isKind, type Resource } from "../model/resource";
import { type RequestDefaults, type RequestSubject, requestDefaults } from "./requestDefaults";
import { createSimulator } from "./simulate";

const rollouts = indexFiles(rolloutFiles());

function isSubject(resource: Resource): resource is RequestSubject {
  return isKind(resource, "VirtualService") || isKind(resource, "Service");
}

function defaults(mesh: MeshFixture, file: string): RequestDefaults {
  const found = mesh.resources(file).filter(isSubject);
  const subject = found.find((one) => isKind(one, "VirtualService")) ?? found[0];
  const simulator = createSimulator(mesh.index, { file });
  return requestDefaults(mesh.index, subject, file, (request) => simulator.simulate(request));
}

function examples({ examples: all }: RequestDefaults): readonly unknown[] {
  return all.map(({ rule, when, request }) => [rule, when, request]);
}

const edge = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
    - {port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"], tls: {httpsRedirect: true}}
    - {port: {number: 443, name: https, protocol: HTTPS}, hosts: ["shop.example.com"], tls: {mode: SIMPLE, credentialName: shop}}
    - {port: {number: 8443, name: tls, protocol: TLS}, hosts: ["*.pass.example.com"], tls: {mode: PASSTHROUGH}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
`;

function virtualService(spec: string): MeshFixture {
  return openMesh(
    `#### mesh.yaml\n${edge}---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec: ${spec}\n`,
  );
}

const toWeb = "route: [{destination: {host: web}}]";

describe("what the form starts with", () => {
  test("the host and port of a rollout on the mesh, from its namespace", () => {
    const { subject, request } = defaults(rollouts, "1-grpc-header-canary/stage-a/virtual-service.yaml");
    expect(subject).toBe("VirtualService default/k8s-combat-service-vs");
    expect(request).toEqual({
      from: { namespace: "default", labels: {} },
      scheme: "http",
      host: "k8s-combat-service-istio-mesh",
      port: 50051,
    });
  });

  test("the gateway and port of a TCP rollout", () => {
    const { request } = defaults(rollouts, "2-tcp-shifting/stage-b/virtual-service.yaml");
    expect(request).toMatchObject({ from: { gateway: "default/tcp-echo-gateway" }, scheme: "tcp", port: 31_400 });
  });

  test("the server that takes the host and the kind of its rules, rather than one that redirects", () => {
    const http = virtualService(`{hosts: [shop.example.com], gateways: [edge], http: [{${toWeb}}]}`);
    expect(defaults(http, "mesh.yaml").request).toMatchObject({
      from: { gateway: "shop/edge" },
      scheme: "https",
      host: "shop.example.com",
      port: 443,
    });
    const tls = virtualService(
      `{hosts: [a.pass.example.com], gateways: [edge], tls: [{match: [{sniHosts: [a.pass.example.com]}], ${toWeb}}]}`,
    );
    expect(defaults(tls, "mesh.yaml").request).toMatchObject({ scheme: "tls", host: "a.pass.example.com", port: 8443 });
  });

  test("a Service where nothing routes", () => {
    const { subject, request, examples: none } = defaults(rollouts, "3-bill-service-90-10/service.yaml");
    expect(subject).toBe("Service istio-demo/bill-service");
    expect(request).toEqual({ from: { namespace: "istio-demo", labels: {} }, scheme: "http", host: "bill-service", port: 9999 });
    expect(none).toEqual([]);
  });

  test("nothing in a file without either", () => {
    expect(defaults(rollouts, "2-tcp-shifting/gateway.yaml").subject).toBeUndefined();
  });
});

describe("examples", () => {
  test("a header of each rule, and none for the last", () => {
    const base = { from: { namespace: "default", labels: {} }, scheme: "http", host: "k8s-combat-service-istio-mesh", port: 50051 };
    expect(examples(defaults(rollouts, "1-grpc-header-canary/stage-a/virtual-service.yaml"))).toEqual([
      ['http rule 1 ("v1")', 'header version is "100"', { ...base, headers: { version: "100" } }],
      ['http rule 2 ("v2")', 'header version is "200"', { ...base, headers: { version: "200" } }],
      ['http rule 3 ("default")', "everything else", base],
    ]);
  });

  test("the labels of the calling pods", () => {
    const froms = defaults(rollouts, "5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml").examples.map(
      ({ request }) => request.from,
    );
    const from = (labels: Readonly<Record<string, string>>) => ({ namespace: "default", labels });
    expect(froms).toEqual([from({ version: "v1" }), from({ version: "v2" }), from({ version: "v3" }), from({})]);
  });

  test("path, query and method; the second entry where the first is taken before; none for a rule that nothing reaches", () => {
    const mesh = virtualService(`{hosts: [web], http: [
      {match: [{uri: {exact: /old}}], ${toWeb}},
      {match: [{uri: {exact: /old}}, {uri: {prefix: /new}, queryParams: {a: {exact: "1"}}, method: {exact: POST}}], ${toWeb}},
      {match: [{uri: {exact: /old}, method: {exact: PUT}}], ${toWeb}},
      {${toWeb}}]}`);
    expect(defaults(mesh, "mesh.yaml").examples.map(({ rule, request: { path, method } }) => [rule, path, method])).toEqual([
      ["http rule 1", "/old", undefined],
      ["http rule 2", "/new?a=1", "POST"],
      ["http rule 4", undefined, undefined],
    ]);
  });

  test("the server name of a tls rule", () => {
    const mesh = virtualService(`{hosts: ["*.pass.example.com"], gateways: [edge], tls: [
      {match: [{port: 8443, sniHosts: [a.pass.example.com]}], ${toWeb}},
      {match: [{port: 8443, sniHosts: ["*.pass.example.com"]}], ${toWeb}}]}`);
    expect(defaults(mesh, "mesh.yaml").examples.map(({ request: { host, port } }) => [host, port])).toEqual([
      ["a.pass.example.com", 8443],
      ["www.pass.example.com", 8443],
    ]);
  });
});
