import type { FileSpan } from "../features/results";
import { gatewaysNamed, splitGatewayName } from "../index/gateways";
import { delegateUsersKey } from "../index/keys";
import type { Gateway } from "../model/gateway";
import { meshGateway } from "../model/host";
import type { KubernetesGateway } from "../model/kubernetesGateway";
import { describeResource, isKind, type Resource } from "../model/resource";
import type { Route, RouteProtocol, VirtualService } from "../model/virtualService";
import type { Span } from "../text/span";
import type { ClusterContext } from "./clusters";
import { ownContext } from "./destinationState";
import { sharesHost } from "./gatewayHosts";
import { type GatewayPod, gatewayPod } from "./gatewayProxy";
import { type GatewayServer, gatewayListeners } from "./gatewayServers";
import type { MeshView } from "./meshView";
import { proxyOf } from "./routeModel";
import type { EntryNode } from "./routeView";
import { entryId } from "./viewIds";
import { describeServer } from "./words";

/** An entry with the listeners that a VirtualService is bound to. */
export interface Entry {
  readonly node: EntryNode;
  /** `mesh` or `namespace/name`. */
  readonly key: string;
  /** What the gateway's servers offer; undefined for the mesh and where the gateway is not in view. */
  readonly listeners: readonly Listener[] | undefined;
  /** For whom destinations behind this entry are judged; each up to a choice. */
  readonly clients: readonly (readonly ClusterContext[])[];
}

export interface Listener {
  readonly port: number;
  readonly rules: RouteProtocol | undefined;
}

export type LocateSpan = (resource: Resource, span: Span) => FileSpan;

interface EntryContext {
  readonly view: MeshView;
  readonly owner: Resource<VirtualService>;
  readonly graph: string;
  readonly locate: LocateSpan;
}

/** Where the traffic of a VirtualService enters: its gateways, or the mesh where it names none; for a delegate those of its roots. */
export function entriesOf(view: MeshView, owner: Resource<VirtualService>, graph: string, locate: LocateSpan): readonly Entry[] {
  const roots = owner.model.hosts.length > 0 ? [owner] : rootsOf(view, owner);
  const entries = new Map<string, Entry>();
  for (const root of roots) {
    for (const entry of ownEntries({ view, owner: root, graph, locate })) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  }
  return [...entries.values()];
}

/** Whether requests that enter here can meet a condition-free reading of the rule: its gateways, protocol and ports. Names are resolved. */
export function serves(entry: Entry, route: Route): boolean {
  const { listeners } = entry;
  const offered = (port: number | undefined): boolean =>
    listeners === undefined || listeners.some((one) => one.rules === route.protocol && (port === undefined || one.port === port));
  if (route.matches.length === 0) return offered(undefined);
  return route.matches.some(
    (match) => offered(match.port?.value) && (match.gateways.length === 0 || match.gateways.some((one) => one.value === entry.key)),
  );
}

/** The VirtualServices that delegate to one, of variants the nearest. */
function rootsOf(view: MeshView, owner: Resource<VirtualService>): readonly Resource<VirtualService>[] {
  const users = view.index.lookup(delegateUsersKey(owner.name.value)).filter((one) => isKind(one, "VirtualService"));
  return view.focus.pick(
    users.filter((root) =>
      root.model.routes.some(
        ({ delegate }) =>
          delegate?.name?.value === owner.name.value && (delegate.namespace?.value ?? root.effectiveNamespace) === owner.effectiveNamespace,
      ),
    ),
  );
}

function ownEntries(context: EntryContext): readonly Entry[] {
  const { owner, locate } = context;
  const { gateways } = owner.model;
  if (gateways.length === 0) return [meshEntry(context, locate(owner, owner.model.hostsKey ?? owner.name.span))];
  return gateways.map((written) => {
    const at = locate(owner, written.span);
    return written.value === meshGateway ? meshEntry(context, at) : gatewayEntry(context, written.value, at);
  });
}

function meshEntry({ owner, graph }: EntryContext, source: FileSpan): Entry {
  const { hosts } = owner.model;
  return {
    key: meshGateway,
    listeners: undefined,
    clients: [[ownContext(owner)]],
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

function gatewayEntry(context: EntryContext, written: string, at: FileSpan): Entry {
  const { view, owner, graph, locate } = context;
  const [gateway] = view.focus.pick(gatewaysNamed(view.index, written, owner.effectiveNamespace));
  const asked = splitGatewayName(written, owner.effectiveNamespace).join("/");
  if (gateway === undefined) {
    const known = view.index.inView("Gateway", asked.slice(0, asked.indexOf("/")));
    const problem = known ? `Gateway ${asked} does not exist: no request enters here.` : `Gateway ${asked} is not in view.`;
    const node = { id: entryId(graph, asked), kind: "gateway" as const, title: `Gateway ${asked}`, details: [] };
    return {
      key: asked,
      listeners: undefined,
      clients: unknownClients(owner),
      node: { ...node, state: known ? "broken" : "unknown", problem, source: at },
    };
  }
  const key = `${gateway.effectiveNamespace}/${gateway.name.value}`;
  const base = { id: entryId(graph, key), kind: "gateway" as const, title: `Gateway ${key}`, source: locate(gateway, gateway.name.span) };
  if (isKind(gateway, "KubernetesGateway")) {
    const node: EntryNode = { ...base, details: kubernetesListeners(gateway), state: "ok", problem: undefined };
    return { key, listeners: undefined, clients: unknownClients(owner), node };
  }
  return istioEntry(context, gateway as Resource<Gateway>, key, base);
}

function istioEntry(
  { view, owner }: EntryContext,
  gateway: Resource<Gateway>,
  key: string,
  base: Pick<EntryNode, "id" | "kind" | "title" | "source">,
): Entry {
  const pod = gatewayPod(view, gateway);
  const listeners = gatewayListeners(view, pod.proxy);
  const own = listeners.flatMap((one) => one.servers).filter((one) => one.gateway === gateway);
  const skipped = listeners.flatMap((one) => one.skipped).filter(({ server }) => server.gateway === gateway);
  const bound = own.filter((server) => sharesHost(view, server, owner));
  const left = skipped.map(({ server, reason }) => `Server ${describeServer(server.server)} is left out: ${reason}.`);
  const problem =
    bound.length > 0
      ? left[0]
      : (left[0] ?? `No server of ${describeResource(gateway)} has a host in common with this VirtualService: no request enters here.`);
  return {
    key,
    listeners: bound.map((server) => ({ port: server.number, rules: server.rules })),
    clients: bound.length === 0 ? unknownClients(owner) : clientsBehind(owner, pod, bound),
    node: {
      ...base,
      details: (bound.length > 0 ? bound : own).map((server) => describeServer(server.server)),
      state: bound.length > 0 ? "ok" : "broken",
      problem,
    },
  };
}

/** Where the pods of the gateway are not in view, they may as well run in the VirtualService's namespace. */
function clientsBehind(
  owner: Resource<VirtualService>,
  { proxy, assumed }: GatewayPod,
  servers: readonly GatewayServer[],
): Entry["clients"] {
  const namespace = owner.effectiveNamespace;
  const proxies = assumed ? [proxy, proxyOf("gateway", namespace, proxy.labels)] : [proxy];
  return [...new Set(servers.map((server) => server.number))].map((port) =>
    proxies.map((one) => ({ proxy: one, port, namespace, byCalledPort: false })),
  );
}

function unknownClients(owner: Resource<VirtualService>): Entry["clients"] {
  const namespace = owner.effectiveNamespace;
  return [[{ proxy: proxyOf("gateway", namespace, new Map()), port: undefined, namespace, byCalledPort: false }]];
}

function kubernetesListeners(gateway: Resource<KubernetesGateway>): readonly string[] {
  return gateway.model.listeners.map(
    (one) => `${one.protocol?.value ?? "?"} ${one.port?.value ?? "?"} · hosts ${one.hostname?.value ?? "*"}`,
  );
}
