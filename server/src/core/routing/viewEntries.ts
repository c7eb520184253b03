import type { FileSpan } from "../features/results";
import { gatewaysNamed, splitGatewayName } from "../index/gateways";
import type { IndexView } from "../index/indexView";
import { companions, nearest } from "../index/nearest";
import type { Gateway, Server } from "../model/gateway";
import { hostsForNamespace, intersectHosts, meshGateway, resolveHost } from "../model/host";
import type { KubernetesGateway } from "../model/kubernetesGateway";
import { isHttpFamily, parseProtocol } from "../model/protocol";
import { describeResource, isKind, type Resource } from "../model/resource";
import type { Route, RouteProtocol, VirtualService } from "../model/virtualService";
import type { Span, Spanned } from "../text/span";
import type { EntryNode } from "./routeView";
import { entryId } from "./viewIds";

/** An entry with the listeners that a VirtualService is bound to. */
export interface Entry {
  readonly node: EntryNode;
  /** `mesh` or `namespace/name`. */
  readonly key: string;
  /** What the gateway's servers offer; undefined for the mesh and where the gateway is not in view. */
  readonly listeners: readonly Listener[] | undefined;
}

export interface Listener {
  readonly port: number;
  readonly rules: RouteProtocol | undefined;
}

export type LocateSpan = (resource: Resource, span: Span) => FileSpan;

/** Where the traffic of a VirtualService enters: its gateways, or the mesh where it names none. */
export function entriesOf(index: IndexView, owner: Resource<VirtualService>, graph: string, locate: LocateSpan): readonly Entry[] {
  const { gateways, hosts } = owner.model;
  if (gateways.length === 0) {
    const at = owner.model.hostsKey ?? owner.name.span;
    return [meshEntry(hosts, graph, locate(owner, at))];
  }
  const seen = new Set<string>();
  return gateways.flatMap((written) => {
    const key = written.value === meshGateway ? meshGateway : splitGatewayName(written.value, owner.effectiveNamespace).join("/");
    if (seen.has(key)) return [];
    seen.add(key);
    const at = locate(owner, written.span);
    return [key === meshGateway ? meshEntry(hosts, graph, at) : gatewayEntry(index, owner, written.value, key, graph, at, locate)];
  });
}

/** Which rules a server serves (6.8 of the routing semantics: pilot/pkg/networking/core/gateway.go); none with AUTO_PASSTHROUGH. */
export function rulesServedBy(server: Server): RouteProtocol | undefined {
  const protocol = parseProtocol(server.port.protocol?.value ?? "");
  const mode = server.tls?.mode?.value ?? (server.tls === undefined ? undefined : "PASSTHROUGH");
  if (protocol !== undefined && isHttpFamily(protocol)) return "http";
  if (protocol === "https" || protocol === "tls") {
    if (mode === "AUTO_PASSTHROUGH") return undefined;
    if (mode === "PASSTHROUGH" || mode === undefined) return "tls";
    return protocol === "https" ? "http" : "tcp";
  }
  return "tcp";
}

/** Whether requests that enter here can meet a condition-free reading of the rule: its gateways, protocol and ports. */
export function serves(entry: Entry, owner: Resource<VirtualService>, route: Route): boolean {
  const { listeners } = entry;
  const offered = (port: number | undefined): boolean =>
    listeners === undefined || listeners.some((one) => one.rules === route.protocol && (port === undefined || one.port === port));
  if (route.matches.length === 0) return offered(undefined);
  return route.matches.some(
    (match) =>
      offered(match.port?.value) &&
      (match.gateways.length === 0 ||
        match.gateways.some(
          (one) =>
            (one.value === meshGateway ? meshGateway : splitGatewayName(one.value, owner.effectiveNamespace).join("/")) === entry.key,
        )),
  );
}

function meshEntry(hosts: readonly Spanned<string>[], graph: string, source: FileSpan): Entry {
  return {
    key: meshGateway,
    listeners: undefined,
    node: {
      id: entryId(graph, meshGateway),
      kind: "mesh",
      title: "Mesh (sidecars)",
      details: hosts.map((host) => `calls to ${host.value}`),
      state: "ok",
      problem: hosts.some((host) => host.value === "*") ? 'On the mesh the host "*" is rejected by the webhook.' : undefined,
      source,
    },
  };
}

function gatewayEntry(
  index: IndexView,
  owner: Resource<VirtualService>,
  written: string,
  key: string,
  graph: string,
  at: FileSpan,
  locate: LocateSpan,
): Entry {
  const found = companions(gatewaysNamed(index, written, owner.effectiveNamespace), owner.file);
  const gateway = nearest(found, owner.file);
  const base = { id: entryId(graph, key), kind: "gateway" as const, title: `Gateway ${key}` };
  if (gateway === undefined) {
    const known = index.inView("Gateway", key.slice(0, key.indexOf("/")));
    const problem = known ? `Gateway ${key} does not exist: no request enters here.` : `Gateway ${key} is not in view.`;
    return { key, listeners: undefined, node: { ...base, details: [], state: known ? "broken" : "unknown", problem, source: at } };
  }
  const source = locate(gateway, gateway.name.span);
  if (isKind(gateway, "KubernetesGateway")) {
    return { key, listeners: undefined, node: { ...base, ...kubernetesListeners(gateway), state: "ok", problem: undefined, source } };
  }
  const istio = gateway as Resource<Gateway>;
  const bound = istio.model.servers.filter((server) => sharesHost(index, istio, server, owner));
  const shown = bound.length > 0 ? bound : istio.model.servers;
  const problem =
    bound.length > 0
      ? undefined
      : `No server of ${describeResource(istio)} has a host in common with this VirtualService: no request enters here.`;
  return {
    key,
    listeners: bound.flatMap((server) =>
      server.port.number === undefined ? [] : [{ port: server.port.number.value, rules: rulesServedBy(server) }],
    ),
    node: { ...base, details: shown.map(describeServer), state: problem === undefined ? "ok" : "broken", problem, source },
  };
}

function sharesHost(index: IndexView, gateway: Resource<Gateway>, server: Server, owner: Resource<VirtualService>): boolean {
  const hosts = hostsForNamespace(
    server.hosts.map((host) => host.value),
    owner.effectiveNamespace,
    gateway.effectiveNamespace,
  );
  const own = owner.model.hosts.map((host) => resolveHost(host.value, owner.effectiveNamespace, index.mesh.domain));
  return owner.model.hosts.length === 0 || intersectHosts(hosts, own).length > 0;
}

function describeServer(server: Server): string {
  const tls = server.tls?.mode === undefined ? "" : ` ${server.tls.mode.value}`;
  const redirect = server.tls?.httpsRedirect === true ? " · redirects to https" : "";
  const hosts = server.hosts.map((host) => host.value).join(", ");
  return `${server.port.protocol?.value ?? "?"} ${server.port.number?.value ?? "?"}${tls} · hosts ${hosts}${redirect}`;
}

function kubernetesListeners(gateway: Resource<KubernetesGateway>): { readonly details: readonly string[] } {
  return {
    details: gateway.model.listeners.map(
      (one) => `${one.protocol?.value ?? "?"} ${one.port?.value ?? "?"} · hosts ${one.hostname?.value ?? "*"}`,
    ),
  };
}
