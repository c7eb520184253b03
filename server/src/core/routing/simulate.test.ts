import { describe, expect, test } from "vitest";
import { type MeshFixture, openMesh } from "../../../../test/helpers/meshFixture";
import type { MeshSettings } from "../model/mesh";
import type { RouteView } from "./routeView";
import { createSimulator } from "./simulate";
import type { Simulation, SimulationRequest } from "./simulation";
import { routeViewOf } from "./toRouteView";

const shop = `
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: app}
spec: {clusterIP: 10.0.0.7, selector: {app: shop}, ports: [{name: http, port: 80}, {name: tcp-admin, port: 9000}, {name: metrics, port: 9090}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop-v1, namespace: app}
spec: {replicas: 3, template: {metadata: {labels: {app: shop, version: v1}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop-v2, namespace: app}
spec: {replicas: 1, template: {metadata: {labels: {app: shop, version: v2}}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: shop, namespace: app}
spec: {host: shop, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
`;

function virtualService(name: string, spec: string): string {
  return `---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${name}, namespace: app}\nspec: ${spec}\n`;
}

function opened(more = "", mesh: Partial<MeshSettings> = {}): MeshFixture {
  return openMesh(`#### mesh.yaml\n${shop}${more}`, mesh);
}

const fromPod: SimulationRequest = { from: { namespace: "app", labels: { app: "caller" } }, scheme: "http", host: "shop" };

function ask(mesh: MeshFixture, request: Partial<SimulationRequest> = {}): Simulation {
  return createSimulator(mesh.index, { startOf: mesh.startOf }).simulate({ ...fromPod, ...request });
}

describe("the path through the picture", () => {
  const idsOf = ({ graphs }: RouteView): ReadonlySet<string> =>
    new Set(
      graphs.flatMap((graph) =>
        [graph.entries, graph.rules, graph.rules.flatMap((rule) => rule.legs), graph.destinations, graph.workloads].flatMap((nodes) =>
          nodes.map((node) => node.id),
        ),
      ),
    );
  const view = (mesh: MeshFixture): RouteView => routeViewOf(mesh.index, "mesh.yaml", mesh.resources("mesh.yaml"), mesh.startOf);

  test("names things that the picture has: entry, rule, legs, destinations, workloads", () => {
    const mesh = opened(
      virtualService(
        "shop",
        "{hosts: [shop], http: [{route: [{destination: {host: shop, subset: v1}, weight: 70}, {destination: {host: shop, subset: v2}, weight: 30}], mirror: {host: shop, subset: v2}}]}",
      ),
    );
    const { path, trace } = ask(mesh);
    const known = idsOf(view(mesh));
    expect(path.filter((id) => !known.has(id))).toEqual([]);
    expect(path).toHaveLength(1 + 1 + 3 + 2 + 2);
    expect(trace.flatMap((step) => step.ids).filter((id) => !known.has(id))).toEqual([]);
  });

  test("leads through the plain Service where no VirtualService decides", () => {
    const mesh = opened();
    const { path } = ask(mesh, { port: 80 });
    const known = idsOf(view(mesh));
    expect(path.length).toBeGreaterThan(4);
    expect(path.filter((id) => !known.has(id))).toEqual([]);
  });

  test("shows delegated rules in the graph of the root", () => {
    const mesh = opened(
      virtualService("root", "{hosts: [shop], http: [{match: [{uri: {prefix: /a}}], delegate: {name: leaf}}]}") +
        virtualService(
          "leaf",
          "{http: [{match: [{uri: {exact: /a/x}}], directResponse: {status: 204}}, {route: [{destination: {host: shop}}]}]}",
        ),
    );
    const { path, outcome, trace } = ask(mesh, { path: "/a/y" });
    expect(outcome.destinations[0]?.share).toBe(100);
    expect(trace.map(({ resource, rule, matched }) => [resource, rule, matched])).toEqual([
      ["VirtualService app/leaf", "http rule 1", false],
      ["VirtualService app/leaf", "http rule 2", true],
    ]);
    const known = idsOf(view(mesh));
    expect(path.filter((id) => !known.has(id))).toEqual([]);
  });
});

describe("what a protocol makes of a call", () => {
  const rules = virtualService(
    "shop",
    "{hosts: [shop], http: [{directResponse: {status: 418}}], tcp: [{route: [{destination: {host: shop, subset: v2}}]}]}",
  );

  test("http rules on an http port, tcp rules on a tcp port", () => {
    expect(ask(opened(rules)).outcome).toMatchObject({ type: "direct-response", status: 418 });
    const { outcome } = ask(opened(rules), { scheme: "tcp", port: 9000 });
    expect(outcome.destinations).toMatchObject([{ subset: "v2", port: 9000, share: 100 }]);
    expect(outcome.retries).toBeUndefined();
  });

  test("a tcp rule for some destination addresses comes before the rest, but not behind a rule for all", () => {
    const tcp = (rules: string) => virtualService("shop", `{hosts: [shop], tcp: [${rules}]}`);
    const some = "{match: [{destinationSubnets: [10.0.0.0/24]}], route: [{destination: {host: shop, subset: v1}}]}";
    const all = "{route: [{destination: {host: shop, subset: v2}}]}";
    const subset = (rules: string, address: string) =>
      ask(opened(tcp(rules)), { scheme: "tcp", port: 9000, address }).outcome.destinations[0]?.subset;
    expect([subset(`${some}, ${all}`, "10.0.0.7"), subset(`${some}, ${all}`, "10.9.0.7")]).toEqual(["v1", "v2"]);
    expect(subset(`${all}, ${some}`, "10.0.0.7")).toBe("v2");
  });

  test("tls rules on a tls port, by server name; without any for the caller the service itself", () => {
    const tls =
      "---\napiVersion: v1\nkind: Service\nmetadata: {name: safe, namespace: app}\nspec: {selector: {app: shop}, ports: [{name: tls-own, port: 443}]}\n";
    const secure = (rules: string) =>
      opened(tls + virtualService("v", `{hosts: [safe], http: [{directResponse: {status: 204}}], tls: [${rules}]}`));
    const to = (rules: string, sni: string, more: Partial<SimulationRequest> = {}) => {
      const { outcome } = ask(secure(rules), { scheme: "tls", host: "safe", sni, ...more });
      return outcome.destinations[0]?.subset ?? outcome.destinations[0]?.host ?? outcome.type;
    };
    const rule = (match: string, subset: string) =>
      `{match: [${match}], route: [{destination: {host: shop, subset: ${subset}, port: {number: 80}}}]}`;
    const two = `${rule("{sniHosts: ['*.org']}", "v1")}, ${rule("{sniHosts: [a.org]}", "v2")}`;
    expect([to(two, "b.org"), to(two, "a.org"), to(two, "a.com")]).toEqual(["v1", "v2", "no-listener"]);
    expect(to(`${rule("{sniHosts: [a.org]}", "v1")}, ${rule("{sniHosts: [a.org]}", "v2")}`, "a.org")).toBe("v1");
    for (const elsewhere of [
      "gateways: [gw]",
      "port: 444",
      "sourceNamespace: z",
      "sourceLabels: {app: x}",
      "gateways: [mesh], sourceNamespace: z",
    ]) {
      expect(to(rule(`{sniHosts: [a.org], ${elsewhere}}`, "v1"), "a.org"), elsewhere).toBe("safe.app.svc.cluster.local");
    }
  });

  test("two rules for the same addresses make Envoy reject the listener, unless one of them is for all addresses as well", () => {
    const rule = (match: string) => `{match: [${match}], route: [{destination: {host: shop}}]}`;
    const some = "{destinationSubnets: [10.0.0.0/24]}";
    const type = (...rules: string[]) =>
      ask(opened(virtualService("shop", `{hosts: [shop], tcp: [${rules.join(", ")}]}`)), { scheme: "tcp", port: 9000 }).outcome;
    expect(type(rule(some), rule(some))).toMatchObject({ type: "no-listener", reason: expect.stringContaining("10.0.0.0/24") });
    expect(type(rule(some), rule(`${some}, {port: 9000}`)).type).toBe("route");
    expect(type(rule(some), rule("{destinationSubnets: [10.0.0.0/16]}")).type).toBe("route");
  });

  test("a port that names no protocol is sniffed: then the address decides, not the authority", () => {
    const sniffed = (request: Partial<SimulationRequest>) => ask(opened(rules), { port: 9090, ...request }).outcome.type;
    expect(sniffed({ headers: { host: "elsewhere.org" } })).toBe("direct-response");
    expect(sniffed({ scheme: "tcp" })).toBe("route");
    expect(ask(opened(rules), { headers: { host: "elsewhere.org" } }).outcome.type).toBe("passthrough");
  });

  test("a call to the virtual address is a call to the service", () => {
    expect(ask(opened(rules), { host: "10.0.0.7" }).outcome.type).toBe("direct-response");
  });
});

describe("a host that nothing defines", () => {
  test("is passed through, or refused where only the registry may be called", () => {
    expect(ask(opened(), { host: "elsewhere.org" }).outcome.type).toBe("passthrough");
    const refused = ask(opened("", { outboundTrafficPolicy: "REGISTRY_ONLY" }), { host: "elsewhere.org" }).outcome;
    expect([refused.type, refused.status]).toEqual(["blackhole", 502]);
    const closed = ask(opened("", { outboundTrafficPolicy: "REGISTRY_ONLY" }), {
      host: "elsewhere.org",
      port: 7777,
      scheme: "tcp",
    }).outcome;
    expect([closed.type, closed.status]).toEqual(["blackhole", undefined]);
  });

  test("may be defined out of sight, unless the files are the whole mesh", () => {
    const texts = (simulation: Simulation) => simulation.notes.map((note) => note.text);
    expect(texts(ask(opened(), { host: "elsewhere.org" }))).toEqual([expect.stringContaining("not in view")]);
    expect(texts(ask(opened("", { complete: true }), { host: "elsewhere.org" }))).toEqual([]);
  });

  test("of a VirtualService has rules on port 80 where there is a listener, which is assumed unless the mesh is complete", () => {
    const own =
      "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ext, namespace: app}\nspec: {hosts: [api.example.com], http: [{directResponse: {status: 204}}]}\n";
    const asked = (mesh: Partial<MeshSettings>) => {
      const { index } = openMesh(own, mesh);
      return createSimulator(index).simulate({ ...fromPod, host: "api.example.com" });
    };
    expect(asked({}).outcome.type).toBe("direct-response");
    expect(asked({}).notes.map((note) => note.text)).toEqual([expect.stringContaining("assumed")]);
    expect(asked({ complete: true }).outcome.type).toBe("passthrough");
    expect(ask(opened(`---\n${own}`), { host: "api.example.com", port: 8080 }).outcome.type).toBe("passthrough");
  });
});

describe("what files do not tell", () => {
  const two =
    virtualService("a", "{hosts: [shop], http: [{route: [{destination: {host: shop, subset: v1}}]}]}") +
    virtualService("b", "{hosts: [shop], http: [{route: [{destination: {host: shop, subset: v2}}]}]}");

  test("which of two VirtualServices for one host is older: the alternative is given, and the loser is in the trace", () => {
    const { outcome, notes, trace } = ask(opened(two));
    expect(outcome.destinations[0]?.subset).toBe("v1");
    expect(notes[0]?.text).toContain("do not tell their age");
    expect(notes[0]?.alternatives.map(({ when, outcome: other }) => [when, other.destinations[0]?.subset])).toEqual([
      ["VirtualService app/b is the oldest", "v2"],
    ]);
    expect(trace[0]).toMatchObject({ resource: "VirtualService app/b", matched: false });
    expect(trace[0]?.reason).toContain("VirtualService app/a comes first");
  });

  test("nothing is left open where the age is known", () => {
    const { index } = opened(two);
    const createdAt = ({ name }: { readonly name: { readonly value: string } }) =>
      name.value === "b" ? "2020-01-01T00:00:00Z" : "2024-01-01T00:00:00Z";
    const { outcome, notes } = createSimulator(index, { createdAt }).simulate(fromPod);
    expect(outcome.destinations[0]?.subset).toBe("v2");
    expect(notes).toEqual([]);
  });

  test("an alternative that changes nothing is left out", () => {
    const same =
      virtualService("a", "{hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}") +
      virtualService("b", "{hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}");
    expect(ask(opened(same)).notes[0]?.alternatives).toEqual([]);
  });

  test("where the pods of a gateway run", () => {
    const gateway =
      "---\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: gw, namespace: app}\nspec: {selector: {istio: ingress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}\n";
    const { notes } = ask(opened(gateway), { from: { gateway: "app/gw" } });
    expect(notes[0]?.text).toContain("taken to run in namespace istio-system");
    const pod =
      "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: gw, namespace: app}\nspec: {template: {metadata: {labels: {istio: ingress}}}}\n";
    expect(ask(opened(gateway + pod), { from: { gateway: "app/gw" } }).notes).toEqual([]);
  });

  test("what a token claims, and what a half-written condition means", () => {
    const { trace, notes } = ask(
      opened(
        virtualService(
          "a",
          "{hosts: [shop], http: [{match: [{headers: {'@request.auth.claims.sub': {exact: me}}}], directResponse: {status: 200}}, {match: [{uri: {prefix: /}, uriii: 1}], directResponse: {status: 201}}]}",
        ),
      ),
    );
    expect(trace.map((step) => step.matched)).toEqual([false, true]);
    expect(notes.map((note) => note.text)).toEqual([
      expect.stringContaining("claims of a token"),
      expect.stringContaining("not understood"),
    ]);
  });
});

describe("faults and copies", () => {
  test("shares are of all requests: what is aborted is not routed", () => {
    const { outcome } = ask(
      opened(
        virtualService(
          "a",
          "{hosts: [shop], http: [{fault: {abort: {httpStatus: 500, percentage: {value: 20}}}, route: [{destination: {host: shop}}], mirrors: [{destination: {host: shop, subset: v1}, percentage: {value: 0}}, {destination: {host: shop, subset: v2}}]}]}",
        ),
      ),
    );
    expect(outcome.fault).toEqual({ abort: { percent: 20, httpStatus: 500 } });
    expect(outcome.destinations[0]?.share).toBe(80);
    expect(outcome.destinations[0]?.workloads.map((one) => one.share)).toEqual([60, 20]);
    expect(outcome.mirrors.map(({ subset, percent }) => [subset, percent])).toEqual([["v2", 100]]);
  });
});

describe("preflights", () => {
  const cors = (unmatched: string) =>
    opened(
      virtualService(
        "a",
        `{hosts: [shop], http: [{corsPolicy: {allowOrigins: [{regex: "https://.*[.]example[.]com"}], unmatchedPreflights: ${unmatched}}, route: [{destination: {host: shop}}]}]}`,
      ),
    );
  const preflight = (mesh: MeshFixture, origin: string, more: Partial<SimulationRequest> = {}) =>
    ask(mesh, { method: "OPTIONS", headers: { Origin: origin, "Access-Control-Request-Method": "PUT" }, ...more }).outcome.type;

  test("are answered by the proxy for allowed origins, and for others if they are not to be forwarded", () => {
    expect(preflight(cors("FORWARD"), "https://a.example.com")).toBe("direct-response");
    expect(preflight(cors("FORWARD"), "https://a.example.com.evil.org")).toBe("route");
    expect(preflight(cors("IGNORE"), "https://evil.org")).toBe("direct-response");
  });

  test("are no business of rules that redirect or respond directly", () => {
    const acting = (action: string) =>
      opened(virtualService("a", `{hosts: [shop], http: [{corsPolicy: {allowOrigins: [{prefix: "https://"}]}, ${action}}]}`));
    expect(preflight(acting("redirect: {authority: b.org}"), "https://a.org")).toBe("redirect");
    const answer = ask(acting("directResponse: {status: 204}"), {
      method: "OPTIONS",
      headers: { Origin: "https://a.org", "Access-Control-Request-Method": "PUT" },
    });
    expect(answer.outcome.status).toBe(204);
  });

  test("are OPTIONS requests that say which method is to follow", () => {
    expect(preflight(cors("IGNORE"), "https://a.example.com", { method: "GET" })).toBe("route");
    expect(preflight(cors("IGNORE"), "https://a.example.com", { headers: { Origin: "https://a.example.com" } })).toBe("route");
  });
});

describe("who asks", () => {
  test("a workload or gateway that is not in view is said to be missing", () => {
    expect(ask(opened(), { from: { workload: "app/nobody" } }).outcome.reason).toBe("No workload app/nobody is in view.");
    expect(ask(opened(), { from: { gateway: "app/nobody" } }).outcome.reason).toBe("No Gateway app/nobody is in view.");
  });
});
