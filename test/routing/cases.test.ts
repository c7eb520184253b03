import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sameContent } from "../../server/src/core/index/sameContent";
import { isKind, type Resource } from "../../server/src/core/model/resource";
import type { Route, RouteMatch } from "../../server/src/core/model/virtualService";
import { clusterOf } from "../../server/src/core/routing/clusters";
import { contradict, mergeDelegate, mergeMatches } from "../../server/src/core/routing/delegateMerge";
import { gatewayRouteTable, virtualHostFor } from "../../server/src/core/routing/gatewayHosts";
import { type GatewayListener, gatewayListeners } from "../../server/src/core/routing/gatewayServers";
import { MeshHosts } from "../../server/src/core/routing/meshHosts";
import { type MeshView, meshView } from "../../server/src/core/routing/meshView";
import { type MeshProxy, proxyOf } from "../../server/src/core/routing/routeModel";
import { sidecarScope } from "../../server/src/core/routing/sidecarScope";
import { createSimulator } from "../../server/src/core/routing/simulate";
import type { Simulation } from "../../server/src/core/routing/simulation";
import { indexFiles, type MeshFixture } from "../helpers/meshFixture";

/** Cases that others wrote; they are not part of the repository. */
const folder = join(import.meta.dirname, "../../../shared/cases/routing");

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly creationTimestamp?: string };
}

function readCases<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as T;
}

function indexObjects(objects: readonly Manifest[], more = ""): MeshFixture {
  const text = [...objects.map((one) => JSON.stringify(one)), more].join("\n---\n");
  return indexFiles([{ file: "case.yaml", text }], { complete: true });
}

function labels(of: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(of));
}

describe.skipIf(!existsSync(folder))("routes of sidecars", () => {
  interface SidecarCase {
    readonly name: string;
    readonly proxyNamespace: string;
    readonly routeName: string;
    readonly objects: readonly Manifest[];
    readonly expected: Readonly<Record<string, readonly string[] | null>>;
  }
  const { cases, knownServices } = existsSync(folder)
    ? readCases<{ readonly cases: readonly SidecarCase[]; readonly knownServices: string }>("sidecar-routes.json")
    : { cases: [], knownServices: "" };

  test.each(cases)("$name", ({ proxyNamespace, routeName, objects, expected }) => {
    const { index } = indexObjects(objects, knownServices);
    const ages = new Map(
      objects.map(({ kind, metadata }) => [`${kind} ${metadata.namespace}/${metadata.name}`, metadata.creationTimestamp]),
    );
    const createdAt = (one: Resource) => ages.get(`${one.gvk.kind} ${one.effectiveNamespace}/${one.name.value}`);
    const view = meshView(index, { file: "", createdAt });
    const proxy = proxyOf("sidecar", proxyNamespace, new Map());
    const port = Number(routeName);
    const scope = sidecarScope(view.focus, proxy, port);
    expect(scope).toBeDefined();
    if (scope === undefined) return;
    const hosts = new MeshHosts(view, proxy, port, scope);
    for (const [domain, clusters] of Object.entries(expected))
      expect(clustersOf(view, proxy, port, hosts, domain), domain).toEqual(clusters);
  });
});

function clustersOf(view: MeshView, proxy: MeshProxy, port: number, hosts: MeshHosts, domain: string): readonly string[] | null {
  const host = hosts.domain(domain);
  if (host === undefined) return null;
  if (host.routes.length === 0) return [`outbound|${port}||${host.service?.hostname}`];
  return host.routes
    .filter((route) => route.dropped === undefined)
    .flatMap((route) => route.rule.route.destinations)
    .map((destination) => {
      const cluster = clusterOf(view, destination, { proxy, port, namespace: proxy.namespace, byCalledPort: true });
      return `outbound|${cluster.port}|${cluster.subset ?? ""}|${cluster.host}`;
    });
}

interface Call {
  readonly name: string;
  readonly call: {
    readonly port: number;
    readonly protocol: "http" | "tcp";
    readonly hostHeader?: string;
    readonly path?: string;
    readonly tLS?: "tls";
  };
  readonly result: {
    readonly error?: string;
    readonly listenerMatched?: string;
    readonly clusterMatched?: string;
    readonly routeConfigMatched?: string;
    readonly virtualHostMatched?: string;
  };
}

describe.skipIf(!existsSync(folder))("requests to gateways", () => {
  interface GatewayCase {
    readonly name: string;
    readonly config: string;
    readonly proxy: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
    readonly calls: readonly Call[];
  }
  const { cases } = existsSync(folder) ? readCases<{ readonly cases: readonly GatewayCase[] }>("gateway-simulation.json") : { cases: [] };
  const calls = cases.flatMap((one) => one.calls.map((each) => ({ title: `${one.name}: ${each.name}`, one, each })));

  test.each(calls)("$title", ({ one, each: { call, result } }) => {
    const { index } = indexFiles([{ file: "case.yaml", text: one.config }], { complete: true });
    const simulation = createSimulator(index).simulate({
      from: { gatewayPod: one.proxy },
      scheme: call.protocol === "tcp" ? "tcp" : call.tLS === undefined ? "http" : "https",
      host: call.hostHeader ?? "unnamed.example",
      port: call.port,
      ...(call.path === undefined ? {} : { path: call.path }),
    });
    const seen = seenBy(meshView(index, { file: "" }), proxyOf("gateway", one.proxy.namespace, labels(one.proxy.labels)), call);
    expect(errorOf(simulation, seen)).toBe(result.error);
    if (result.clusterMatched !== undefined) {
      expect(simulation.outcome.destinations.map(({ host, port, subset }) => `outbound|${port}|${subset ?? ""}|${host}`)).toEqual([
        `${result.clusterMatched}.svc.cluster.local`,
      ]);
    }
    const { listenerMatched, routeConfigMatched, virtualHostMatched } = result;
    expect(seen).toMatchObject(
      JSON.parse(JSON.stringify({ listenerMatched, routeConfigMatched, virtualHostMatched })) as Record<string, string>,
    );
  });

  test("a server whose SNI hosts come again is left out", () => {
    const overlapping = cases.find((one) => one.name === "overlapping SNI match");
    const { index } = indexFiles([{ file: "case.yaml", text: overlapping?.config ?? "" }], { complete: true });
    const { outcome } = createSimulator(index).simulate({
      from: { gatewayPod: overlapping?.proxy ?? { namespace: "", labels: {} } },
      scheme: "tls",
      host: "example.com",
    });
    expect(outcome.reason).toContain("example.istio-system.svc.cluster.local");
  });
});

/** The names that the simulation of Istio gives to what a call passes. */
function seenBy(view: MeshView, proxy: MeshProxy, call: Call["call"]): Readonly<Record<string, string>> {
  const listener = gatewayListeners(view, proxy).find((one) => one.port === call.port);
  if (listener === undefined) return {};
  const servers = call.tLS === undefined ? listener.servers : listener.servers.slice(0, 1);
  const table = gatewayRouteTable(view, proxy, servers);
  const host = virtualHostFor(table, call.hostHeader ?? "");
  const fallback = table.hosts.size === 0 ? `blackhole:${servers[0]?.number}` : undefined;
  const number = host?.routes[0]?.port ?? servers.find((one) => one.hosts.includes(host?.domain ?? ""))?.number;
  const virtualHostMatched = host === undefined ? fallback : `${host.domain}:${number}`;
  return {
    listenerMatched: `0.0.0.0_${listener.port}`,
    routeConfigMatched: tableName(listener),
    ...(virtualHostMatched === undefined ? {} : { virtualHostMatched }),
  };
}

function tableName(listener: GatewayListener): string {
  const [first] = listener.servers;
  if (listener.plainHttp || first === undefined) return `http.${listener.port}`;
  return `https.${first.number}.${first.server.port.name?.value}.${first.gateway.name.value}.${first.gateway.effectiveNamespace}`;
}

function errorOf({ outcome }: Simulation, seen: Readonly<Record<string, string>>): string | undefined {
  switch (outcome.type) {
    case "not-found":
      return seen.virtualHostMatched === undefined ? "no virtual host matched" : "no route matched";
    case "redirect":
      return outcome.status === 301 && outcome.url?.startsWith("https://") ? "tls required, sending 301" : "another redirect";
    case "no-listener":
      return outcome.reason.includes("multiple filter chains match") ? "multiple filter chains matched" : "no listener matched";
    default:
      return undefined;
  }
}

describe.skipIf(!existsSync(folder))("route tables of gateways", () => {
  interface TableCase {
    readonly name: string;
    readonly objects: readonly Manifest[];
    readonly routeName: string;
    readonly expectedVirtualHosts: Readonly<Record<string, readonly string[]>>;
    readonly expectedRouteCounts: Readonly<Record<string, number>>;
    readonly redirect: boolean;
  }
  const { cases } = existsSync(folder) ? readCases<{ readonly cases: readonly TableCase[] }>("gateway-route-config.json") : { cases: [] };

  test.each(cases)("$name, $routeName", ({ objects, routeName, expectedVirtualHosts, expectedRouteCounts, redirect }) => {
    const { index } = indexObjects(objects);
    const view = meshView(index, { file: "" });
    const proxy = proxyOf("gateway", "default", labels({ istio: "ingressgateway" }));
    const listener = gatewayListeners(view, proxy).find((one) => tableName(one) === routeName);
    expect(listener).toBeDefined();
    const servers = listener?.servers ?? [];
    const table = [...gatewayRouteTable(view, proxy, servers).hosts.values()];
    const port = servers[0]?.number;
    const named =
      table.length === 0
        ? [[`blackhole:${port}`, ["*"], 0] as const]
        : table.map((one) => [`${one.domain}:${port}`, [one.domain], counted(one)] as const);
    expect(Object.fromEntries(named.map(([name, domains]) => [name, domains]))).toEqual(expectedVirtualHosts);
    expect(Object.fromEntries(named.map(([name, , count]) => [name, count]))).toEqual(expectedRouteCounts);
    expect(table.length > 0 && table.every((one) => one.requireTls)).toBe(redirect);
  });
});

function counted(host: { readonly routes: readonly { readonly dropped: string | undefined }[] }): number {
  return host.routes.filter((route) => route.dropped === undefined).length;
}

describe.skipIf(!existsSync(folder))("merging of delegates", () => {
  interface MergeCase {
    readonly name: string;
    readonly root: object | readonly object[];
    readonly delegate?: readonly object[];
    readonly leaf?: object;
    readonly expected: unknown;
  }
  const cases: Readonly<Record<string, readonly MergeCase[]>> = existsSync(folder) ? readCases("delegate-merge.json") : {};

  test.each(cases.TestMergeHttpRoutes ?? [])("rules: $name", ({ root, delegate, expected }) => {
    const [outer] = rulesOf([root]);
    const wanted = rulesOf(expected as readonly object[]);
    const merged = rulesOf(delegate ?? []).flatMap((leaf) => (outer === undefined ? [] : (mergeDelegate(outer, leaf) ?? [])));
    expect(merged).toHaveLength(wanted.length);
    for (const [at, rule] of merged.entries()) {
      expect(sameEntries(rule.matches, wanted[at]?.matches ?? [])).toBe(true);
      expect(sameContent(rule.destinations, wanted[at]?.destinations)).toBe(true);
      expect(rule.delegate).toBeUndefined();
    }
  });

  test.each(cases.TestMergeHTTPMatchRequests ?? [])("entries: $name", ({ root, delegate, expected }) => {
    const merged = mergeMatches(matchesOf(root as readonly object[]), matchesOf(delegate ?? []));
    if (expected === null) expect(merged).toBeUndefined();
    else expect(sameEntries(merged ?? [], matchesOf(expected as readonly object[]))).toBe(true);
  });

  test.each(cases.TestHasConflict ?? [])("conflict: $name", ({ root, leaf, expected }) => {
    const [outer] = matchesOf([root]);
    const [inner] = matchesOf([leaf ?? {}]);
    expect(outer !== undefined && inner !== undefined && contradict(outer, inner)).toBe(expected);
  });
});

function rulesOf(http: readonly object[]): readonly Route[] {
  const text = JSON.stringify({ apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata: { name: "a" }, spec: { http } });
  return indexFiles([{ file: "a.yaml", text }])
    .resources("a.yaml")
    .flatMap((one) => (isKind(one, "VirtualService") ? one.model.routes : []));
}

function matchesOf(match: readonly object[]): readonly RouteMatch[] {
  return rulesOf([{ match }])[0]?.matches ?? [];
}

/** Maps have no order. */
function sameEntries(a: readonly RouteMatch[], b: readonly RouteMatch[]): boolean {
  const sorted = (match: RouteMatch): RouteMatch => ({
    ...match,
    headers: [...match.headers].sort((x, y) => (x.name.value < y.name.value ? -1 : 1)),
  });
  return sameContent(a.map(sorted), b.map(sorted));
}
