import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import { createSimulator } from "./simulate";
import type { Simulation, SimulationRequest } from "./simulation";

function gateway(name: string, servers: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: ${name}, namespace: edge}\nspec: {selector: {istio: ingress}, servers: [${servers}]}\n---\n`;
}

function virtualService(name: string, spec: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${name}, namespace: edge}\nspec: ${spec}\n---\n`;
}

const pod = { namespace: "edge", labels: { istio: "ingress" } };

function ask(source: string, request: Partial<SimulationRequest>): Simulation {
  const { index, startOf } = openMesh(source, { complete: true });
  return createSimulator(index, { startOf }).simulate({ from: { gatewayPod: pod }, scheme: "http", host: "a.example.com", ...request });
}

const answers = (status: number, hosts = "[a.example.com]", gateways = "[gw]"): string =>
  virtualService(`answer-${status}`, `{hosts: ${hosts}, gateways: ${gateways}, http: [{directResponse: {status: ${status}}}]}`);

describe("servers of one port", () => {
  const plain = "{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}";

  test("another protocol on a port that is taken is left out, and the trace says so", () => {
    const { outcome, trace } = ask(
      gateway("gw", `${plain}, {port: {number: 80, name: tcp, protocol: TCP}, hosts: ['*']}`) + answers(200),
      {},
    );
    expect(outcome.status).toBe(200);
    expect(trace[0]).toMatchObject({ resource: "Gateway edge/gw", matched: false });
    expect(trace[0]?.reason).toBe("left out: an earlier server speaks HTTP on this port");
  });

  test("plain http servers of several Gateways share their hosts; the routes of the older VirtualService come first, catch-alls last", () => {
    const source =
      gateway("gw", plain) +
      gateway("gx", plain) +
      virtualService(
        "a",
        "{hosts: [a.example.com], gateways: [gw], http: [{match: [{uri: {prefix: /api}}], directResponse: {status: 201}}, {directResponse: {status: 202}}]}",
      ) +
      virtualService(
        "b",
        "{hosts: [a.example.com], gateways: [gx], http: [{match: [{uri: {prefix: /api/v2}}], directResponse: {status: 203}}, {match: [{uri: {exact: /b}}], directResponse: {status: 204}}]}",
      );
    const status = (path: string) => ask(source, { path }).outcome.status;
    expect([status("/api/v2"), status("/b"), status("/else")]).toEqual([201, 204, 202]);
  });

  test("of those that share a port, the trace marks the servers that have rules for the host", () => {
    const source = gateway("gw", plain) + gateway("gx", plain) + answers(200) + answers(201, "[b.example.com]", "[gx]");
    const steps = ask(source, {}).trace.filter((step) => step.rule.startsWith("server"));
    expect(steps.map(({ resource, matched, reason }) => [resource, matched, reason])).toEqual([
      ["Gateway edge/gw", true, "takes the connection"],
      ["Gateway edge/gx", false, "no VirtualService of it is for a.example.com"],
    ]);
  });

  test("on one port with different addresses each has its own hosts", () => {
    const source =
      gateway("gw", plain) +
      gateway("gx", "{port: {number: 80, name: http, protocol: HTTP}, bind: 10.0.0.1, hosts: ['*']}") +
      answers(200) +
      answers(201, "[b.example.com]", "[gx]");
    expect([ask(source, {}).outcome.status, ask(source, { host: "b.example.com" }).outcome.type]).toEqual([200, "not-found"]);
  });

  test("rules ask for the number of the server, not for the port of the pod", () => {
    const service =
      "apiVersion: v1\nkind: Service\nmetadata: {name: ingress, namespace: edge}\nspec: {selector: {istio: ingress}, ports: [{port: 80, targetPort: 8080}]}\n---\n";
    const rules = virtualService(
      "v",
      "{hosts: [a.example.com], gateways: [gw], http: [{match: [{port: 8080}], directResponse: {status: 201}}, {match: [{port: 80}], directResponse: {status: 202}}]}",
    );
    expect(ask(service + gateway("gw", plain) + rules, {}).outcome.status).toBe(202);
  });

  test("where two VirtualServices take everything, the first does, behind the other's narrower rules", () => {
    const source =
      gateway("gw", plain) +
      virtualService(
        "a",
        "{hosts: [a.example.com], gateways: [gw], http: [{directResponse: {status: 201}}, {match: [{uri: {exact: /x}}], directResponse: {status: 203}}]}",
      ) +
      virtualService(
        "b",
        "{hosts: [a.example.com], gateways: [gw], http: [{match: [{uri: {exact: /b}}], directResponse: {status: 202}}, {directResponse: {status: 204}}]}",
      );
    const status = (path: string) => ask(source, { path }).outcome.status;
    expect([status("/b"), status("/x"), status("/")]).toEqual([202, 201, 201]);
  });

  test("a host of both servers has the narrower of the names; a broader VirtualService is not asked beside it", () => {
    const source =
      gateway("gw", plain) +
      virtualService("a", "{hosts: ['*.example.com'], gateways: [gw], http: [{directResponse: {status: 201}}]}") +
      virtualService("b", "{hosts: [a.example.com], gateways: [gw], http: [{match: [{uri: {exact: /b}}], directResponse: {status: 202}}]}");
    const status = (path: string, host = "a.example.com") => ask(source, { path, host }).outcome.status;
    expect([status("/b"), status("/"), status("/", "c.example.com")]).toEqual([202, 404, 201]);
  });

  test("the Service before the pod translates ports", () => {
    const service =
      "apiVersion: v1\nkind: Service\nmetadata: {name: ingress, namespace: edge}\nspec: {selector: {istio: ingress}, ports: [{port: 80, targetPort: 8080}]}\n---\n";
    const status = (port: number) => ask(service + gateway("gw", plain) + answers(200), { port }).outcome.type;
    expect([status(80), status(8080), status(8081)]).toEqual(["direct-response", "direct-response", "no-listener"]);
  });
});

describe("TLS at a gateway", () => {
  const https = (name: string, host: string): string =>
    `{port: {number: 443, name: ${name}, protocol: HTTPS}, hosts: ['${host}'], tls: {mode: SIMPLE, credentialName: c}}`;

  test("the server name chooses the server: exact before the longest wildcard", () => {
    const source =
      gateway("gw", `${https("wide", "*.example.com")}, ${https("exact", "a.example.com")}`) +
      answers(200) +
      answers(201, "[b.example.com]");
    const of = (host: string, sni: string) => ask(source, { scheme: "https", host, sni }).outcome;
    expect(of("a.example.com", "a.example.com").status).toBe(200);
    expect(of("b.example.com", "b.example.com").status).toBe(201);
    expect(of("b.example.com", "a.example.com").type).toBe("not-found");
    expect(of("a.org", "a.org").type).toBe("no-listener");
    expect(ask(source, { port: 443 }).outcome.reason).toContain("expects TLS");
  });

  test("a host that an earlier server has takes the whole server out", () => {
    const { trace, outcome } = ask(gateway("gw", `${https("one", "a.example.com")}, ${https("two", "a.example.com")}`) + answers(200), {
      scheme: "https",
    });
    expect(outcome.status).toBe(200);
    expect(trace[0]?.reason).toContain("a.example.com is taken by an earlier server");
  });

  test("plain TCP goes by the first rule for the port; addresses and sources are not asked, and a rule without destinations is none", () => {
    const source =
      gateway("gw", "{port: {number: 9000, name: tcp, protocol: TCP}, hosts: ['*']}") +
      virtualService(
        "v",
        "{hosts: [a.example.com], gateways: [gw], tcp: [{match: [{port: 9001}], route: [{destination: {host: one}}]}, {route: []}, {match: [{destinationSubnets: [10.0.0.0/8], sourceLabels: {a: b}, sourceNamespace: c}], route: [{destination: {host: two}}]}, {route: [{destination: {host: three}}]}]}",
      );
    const to = (address: string) => ask(source, { scheme: "tcp", port: 9000, address }).outcome.destinations[0]?.host;
    expect([to("10.1.1.1"), to("192.168.1.1")]).toEqual(["two.edge.svc.cluster.local", "two.edge.svc.cluster.local"]);
  });

  test("names that an earlier tls rule has take a whole entry out", () => {
    const source =
      gateway("gw", "{port: {number: 443, name: tls, protocol: TLS}, hosts: ['*.example.com'], tls: {mode: PASSTHROUGH}}") +
      virtualService(
        "v",
        "{hosts: ['*.example.com'], gateways: [gw], tls: [{match: [{sniHosts: [a.example.com]}], route: [{destination: {host: one}}]}, {match: [{sniHosts: [a.example.com, b.example.com]}], route: [{destination: {host: two}}]}]}",
      );
    const type = (sni: string) => ask(source, { scheme: "tls", host: sni }).outcome.type;
    expect([type("a.example.com"), type("b.example.com")]).toEqual(["no-cluster", "no-listener"]);
  });

  test("AUTO_PASSTHROUGH is no business of VirtualServices", () => {
    const source =
      gateway("gw", "{port: {number: 443, name: tls, protocol: TLS}, hosts: ['*.example.com'], tls: {mode: AUTO_PASSTHROUGH}}") +
      virtualService(
        "v",
        "{hosts: ['*.example.com'], gateways: [gw], tls: [{match: [{sniHosts: [a.example.com]}], route: [{destination: {host: one}}]}]}",
      );
    expect(ask(source, { scheme: "tls" }).outcome).toMatchObject({
      type: "no-listener",
      reason: expect.stringContaining("AUTO_PASSTHROUGH"),
    });
    const named = ask(source, { scheme: "tls", sni: "outbound_.80_.v1_.website.shop.svc.cluster.local" }).outcome;
    expect([named.type, named.reason]).toEqual([
      "passthrough",
      "Passed on to port 80 of website.shop.svc.cluster.local, subset v1, as the server name says (AUTO_PASSTHROUGH).",
    ]);
  });

  test("TLS that is passed on is routed by its server name", () => {
    const source =
      gateway("gw", "{port: {number: 443, name: tls, protocol: TLS}, hosts: ['*.example.com'], tls: {mode: PASSTHROUGH}}") +
      virtualService(
        "v",
        "{hosts: ['*.example.com'], gateways: [gw], tls: [{match: [{sniHosts: [a.example.com]}], route: [{destination: {host: one}}]}, {match: [{sniHosts: ['*.example.com']}], route: [{destination: {host: two}}]}]}",
      );
    const to = (sni: string) => ask(source, { scheme: "tls", host: sni }).outcome.destinations.map((one) => [one.host, one.problem?.type]);
    expect(to("a.example.com")).toEqual([["one.edge.svc.cluster.local", "no-cluster"]]);
    expect(to("b.example.com")).toEqual([["two.edge.svc.cluster.local", "no-cluster"]]);
    expect(ask(source, { scheme: "tls", host: "a.org" }).outcome.type).toBe("no-listener");
  });

  test("a rule for any server name takes connections without TLS too where nothing is terminated", () => {
    const source =
      gateway("gw", "{port: {number: 443, name: tls, protocol: TLS}, hosts: ['*'], tls: {mode: PASSTHROUGH}}") +
      virtualService(
        "v",
        "{hosts: ['*'], gateways: [gw], tls: [{match: [{sniHosts: [a.example.com]}], route: [{destination: {host: one}}]}, {match: [{sniHosts: [a.org, '*']}], route: [{destination: {host: two}}]}]}",
      );
    const to = (request: Partial<SimulationRequest>) => ask(source, { port: 443, ...request }).outcome.destinations[0]?.host.split(".")[0];
    expect([to({ scheme: "tcp" }), to({ scheme: "tls" }), to({ scheme: "tls", sni: "a.org" })]).toEqual(["two", "one", "two"]);
  });

  test("a server that asks for https answers plain requests with a redirect, with or without VirtualService", () => {
    const redirecting = gateway(
      "gw",
      "{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example.com], tls: {httpsRedirect: true}}",
    );
    for (const source of [redirecting, redirecting + answers(200)]) {
      const { outcome } = ask(source, { path: "/x?y" });
      expect([outcome.type, outcome.status, outcome.url]).toEqual(["redirect", 301, "https://a.example.com/x?y"]);
    }
  });
});

describe("404 at a gateway", () => {
  const source = gateway("gw", "{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*.example.com', 'other/b.org']}");

  test.each([
    ["no VirtualService is bound", source, "a.example.com", "no VirtualService is bound"],
    ["none has the host", source + answers(200), "b.example.com", "no VirtualService is for b.example.com"],
    ["the server's host is for another namespace", source + answers(200, "[b.org]"), "b.org", "404"],
    [
      "it names the gateway in a match only",
      source + virtualService("v", "{hosts: [a.example.com], http: [{match: [{gateways: [edge/gw]}], directResponse: {status: 200}}]}"),
      "a.example.com",
      "404",
    ],
  ])("%s", (_, mesh, host, reason) => {
    const { outcome } = ask(mesh, { host });
    expect([outcome.type, outcome.status]).toEqual(["not-found", 404]);
    expect(outcome.reason).toContain(reason);
  });

  test("a VirtualService for a host within the server's wildcard is found by the narrower of the two", () => {
    expect(ask(source + answers(200, "['*']"), { host: "x.example.com" }).outcome.status).toBe(200);
    expect(ask(source + answers(200, "['*']"), { host: "example.com" }).outcome.type).toBe("not-found");
  });
});
