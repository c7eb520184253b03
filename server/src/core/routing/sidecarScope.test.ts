import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import type { MeshSettings } from "../model/mesh";
import { createSimulator } from "./simulate";
import type { Outcome } from "./simulation";

const service = (name: string, namespace: string): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${namespace}}, spec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}}`;
const virtualService = (name: string, namespace: string, hosts: string, status: number): string =>
  `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: ${name}, namespace: ${namespace}}, spec: {hosts: ${hosts}, http: [{directResponse: {status: ${status}}}]}}`;
const sidecar = (name: string, spec: string, namespace = "app"): string =>
  `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: ${name}, namespace: ${namespace}}, spec: {${spec}}}`;
const egress = (...hosts: readonly string[]): string => `egress: [{hosts: [${hosts.map((one) => `"${one}"`).join(", ")}]}]`;

function ask(host: string, manifests: readonly string[], settings: Partial<MeshSettings> = {}, labels = {}): Outcome {
  const { index } = openMesh(manifests.join("\n---\n"), { complete: true, ...settings });
  return createSimulator(index).simulate({ from: { namespace: "app", labels }, scheme: "http", host }).outcome;
}

const near = "near.app.svc.cluster.local";
const far = "far.other.svc.cluster.local";
const services = [service("near", "app"), service("far", "other")];
/** What pods of `app` reach of the two services. */
const seen = (...sidecars: readonly string[]): readonly string[] =>
  [near, far].filter((host) => ask(host, [...services, ...sidecars]).type === "route");

describe("which Sidecar resource counts", () => {
  test("without one everything is imported", () => expect(seen()).toEqual([near, far]));

  test("that of the namespace before that of the root namespace", () => {
    expect(seen(sidecar("root", egress("./*"), "istio-system"))).toEqual([near]);
    expect(seen(sidecar("root", egress("./*"), "istio-system"), sidecar("own", egress("other/*")))).toEqual([far]);
    expect(seen(sidecar("elsewhere", egress("./*"), "other"))).toEqual([near, far]);
  });

  test("one that selects the pod before one for all, and no other", () => {
    const all = sidecar("a", egress("./*"));
    const some = sidecar("z", `workloadSelector: {labels: {app: x}}, ${egress("other/*")}`);
    const of = (labels: object) => [near, far].filter((host) => ask(host, [...services, all, some], {}, labels).type === "route");
    expect(of({ app: "x" })).toEqual([far]);
    expect(of({ app: "y" })).toEqual([near]);
    expect(seen(sidecar("z", `workloadSelector: {labels: {app: x}}, ${egress("./*")}`, "istio-system"))).toEqual([near, far]);
  });

  test("gateways have none", () => {
    const gateway =
      "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: gw, namespace: app}, spec: {selector: {istio: ingress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}}";
    const rule = `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v, namespace: app}, spec: {hosts: [a.org], gateways: [gw], http: [{route: [{destination: {host: ${far}}}]}]}}`;
    const { index } = openMesh([...services, gateway, rule, sidecar("own", egress("./*"))].join("\n---\n"), { complete: true });
    const from = { gatewayPod: { namespace: "app", labels: { istio: "ingress" } } };
    const { outcome } = createSimulator(index).simulate({ from, scheme: "http", host: "a.org" });
    expect(outcome.destinations.map((one) => one.host)).toEqual([far]);
  });
});

describe("what an egress host imports", () => {
  test.each([
    ["./*", [near]],
    ["*/*", [near, far]],
    ["other/*", [far]],
    [`*/${far}`, [far]],
    ["*/*.other.svc.cluster.local", [far]],
    ["other/*.org", []],
    ["~/*", []],
    ["app/far.other.svc.cluster.local", []],
  ])("%s: %j", (host, hosts) => expect(seen(sidecar("own", egress(host)))).toEqual(hosts));

  test("~ takes out again", () => expect(seen(sidecar("own", egress("*/*", "~other/*")))).toEqual([near]));

  test("the listener for the port, else the one for all", () => {
    const two = sidecar("own", 'egress: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["./*"]}, {hosts: ["other/*"]}]');
    expect(seen(two)).toEqual([near]);
    expect(
      ask(near, [...services, sidecar("own", 'egress: [{port: {number: 81, name: http, protocol: HTTP}, hosts: ["./*"]}]')]).type,
    ).toBe("passthrough");
  });

  test("a VirtualService is imported whole when one of its hosts overlaps, in its own namespace", () => {
    const rules = [...services, virtualService("v", "other", `[a.org, ${near}]`, 204)];
    const with_ = (...hosts: readonly string[]) => ask("a.org", [...rules, sidecar("own", egress("./*", ...hosts))]).status;
    expect(with_(`other/${near}`)).toBe(204);
    expect(with_("other/*.cluster.local")).toBe(204);
    expect(with_("other/b.org")).toBeUndefined();
    expect(with_("app/a.org")).toBeUndefined();
  });

  test("a destination of an imported VirtualService has a cluster, but no name of its own", () => {
    const rule = `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v, namespace: app}, spec: {hosts: [near], http: [{route: [{destination: {host: ${far}}}]}]}}`;
    const mesh = [...services, rule, sidecar("own", egress("./*"))];
    expect(ask(near, mesh).destinations).toMatchObject([{ host: far, share: 100 }]);
    expect(ask(near, mesh).destinations[0]?.problem?.type).not.toBe("no-cluster");
    expect(ask(far, mesh).type).toBe("passthrough");
  });
});

describe("hosts that nothing defines", () => {
  const outcome = (policy: string, settings: Partial<MeshSettings> = {}) => {
    const { type, status, reason } = ask(
      "elsewhere.org",
      [...services, sidecar("own", `${egress("./*")}, outboundTrafficPolicy: ${policy}`)],
      settings,
    );
    return [type, status, reason.split(":")[0]];
  };
  const refused = ["blackhole", 502, expect.stringContaining("REGISTRY_ONLY")];
  const passed = ["passthrough", undefined, "Passed through to where the client wanted"];

  test("are treated as the Sidecar resource says, else as the mesh does", () => {
    expect(outcome("{mode: REGISTRY_ONLY}")).toEqual(refused);
    expect(outcome("{mode: ALLOW_ANY}", { outboundTrafficPolicy: "REGISTRY_ONLY" })).toEqual(passed);
    expect(outcome("{mode: ALLOW_ANY_DYNAMIC_DNS}", { outboundTrafficPolicy: "REGISTRY_ONLY" })).toEqual(passed);
    expect(ask("elsewhere.org", [...services, sidecar("own", egress("./*"))], { outboundTrafficPolicy: "REGISTRY_ONLY" }).type).toBe(
      "blackhole",
    );
  });

  test("a policy without mode is REGISTRY_ONLY", () => expect(outcome("{}")).toEqual(refused));

  test("may go through a proxy", () => {
    expect(outcome("{mode: ALLOW_ANY, egressProxy: {host: near, port: {number: 80}}}")).toEqual([
      "passthrough",
      undefined,
      "Passed on to the egress proxy of the Sidecar resource",
    ]);
  });
});

describe("what says nothing of its exports", () => {
  const exporting = (kind: "virtualService" | "service" | "destinationRule", to: string): Partial<MeshSettings> => ({
    defaultExportTo: { virtualService: ["*"], service: ["*"], destinationRule: ["*"], [kind]: [to] },
  });

  test("goes where the mesh's default says: VirtualServices", () => {
    const rules = [...services, virtualService("v", "other", `[${far}]`, 204)];
    expect(ask(far, rules).status).toBe(204);
    expect(ask(far, rules, exporting("virtualService", ".")).type).toBe("route");
    expect(ask(near, [...services, virtualService("v", "app", "[near]", 204)], exporting("virtualService", ".")).status).toBe(204);
  });

  test("Services", () => {
    expect(ask(far, services, exporting("service", ".")).type).toBe("passthrough");
    expect(ask(near, services, exporting("service", ".")).type).toBe("route");
  });

  test("DestinationRules", () => {
    const rule = `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: far, namespace: other}, spec: {host: far, subsets: [{name: v1}]}}`;
    const split = `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v, namespace: app}, spec: {hosts: [${far}], http: [{route: [{destination: {host: ${far}, subset: v1}}]}]}}`;
    const problem = (settings: Partial<MeshSettings>) => ask(far, [...services, rule, split], settings).destinations[0]?.problem?.type;
    expect(problem({})).not.toBe("no-cluster");
    expect(problem(exporting("destinationRule", "."))).toBe("no-cluster");
  });
});

describe("rules without retries", () => {
  test("have the mesh's, where it has some", () => {
    const rule = `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v, namespace: app}, spec: {hosts: [near], http: [{route: [{destination: {host: near}}]}]}}`;
    const retries = (settings: Partial<MeshSettings>) => ask(near, [...services, rule], settings).retries;
    expect(retries({})).toMatchObject({ attempts: 2, byDefault: true });
    expect(retries({ defaultRetries: { attempts: 5, perTryTimeout: "2s", retryOn: "5xx" } })).toEqual({
      attempts: 5,
      perTryTimeoutMs: 2000,
      retryOn: "5xx",
      byDefault: true,
    });
    expect(retries({ defaultRetries: { attempts: 0, perTryTimeout: undefined, retryOn: undefined } })).toBeUndefined();
  });
});
