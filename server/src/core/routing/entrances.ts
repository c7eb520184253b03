import { gatewaysNamed, splitGatewayName } from "../index/gateways";
import { delegateUsersKey } from "../index/keys";
import type { Gateway } from "../model/gateway";
import { isWildcardHost, meshGateway, resolveHost } from "../model/host";
import type { KubernetesGateway } from "../model/kubernetesGateway";
import type { MeshSettings } from "../model/mesh";
import { usesRules } from "../model/protocol";
import { isKind, type Resource } from "../model/resource";
import type { Route, VirtualService } from "../model/virtualService";
import type { Span } from "../text/span";
import type { ClusterContext } from "./clusters";
import { sharesHost } from "./gatewayHosts";
import { gatewayPod } from "./gatewayProxy";
import { type GatewayServer, serversOf } from "./gatewayServers";
import type { MeshView } from "./meshView";
import { type MeshProxy, proxyOf } from "./routeModel";
import { isServiceVisible, preferOwn } from "./services";
import { isVisible, textsOf } from "./visibility";

/** Where requests that a VirtualService is for enter: the sidecars of the mesh, or one of its gateways. */
export interface Entrance {
  /** `mesh` or `namespace/name`. */
  readonly key: string;
  /** The VirtualService that names it: for a delegate one of its roots. */
  readonly root: Resource<VirtualService>;
  /** Where it is written, in `gateways` of the root. */
  readonly at: Span | undefined;
  /** Undefined for the mesh and where the gateway is not in view. */
  readonly gateway: Resource<Gateway> | Resource<KubernetesGateway> | undefined;
  /** Servers of an Istio Gateway with a host in common with the root; undefined for what is no Istio Gateway in view. */
  readonly servers: readonly GatewayServer[] | undefined;
}

/**
 * Those who may take a rule at an entrance, as far as destinations fare differently for them. Which of the choices is theirs is not known,
 * or does not matter.
 */
export interface ClientKind {
  readonly entrance: Entrance;
  readonly choices: readonly ClusterContext[];
}

/** Where the traffic of a VirtualService enters: its gateways, or the mesh where it names none; for a delegate those of its roots. */
export function entrancesOf(view: MeshView, owner: Resource<VirtualService>): readonly Entrance[] {
  const roots = owner.model.hosts.length > 0 ? [owner] : rootsOf(view, owner);
  const entrances = new Map<string, Entrance>();
  for (const root of roots) {
    for (const entrance of ownEntrances(view, root)) if (!entrances.has(entrance.key)) entrances.set(entrance.key, entrance);
  }
  return [...entrances.values()];
}

/** Whether requests that enter here can meet a condition-free reading of a rule: its gateways, protocol and ports. Names are resolved. */
export function serves({ key, servers }: Pick<Entrance, "key" | "servers">, route: Route): boolean {
  const offered = (port: number | undefined): boolean =>
    servers === undefined || servers.some((one) => one.rules === route.protocol && (port === undefined || one.number === port));
  if (route.matches.length === 0) return offered(undefined);
  return route.matches.some(
    (match) => offered(match.port?.value) && (match.gateways.length === 0 || match.gateways.some((one) => one.value === key)),
  );
}

/** Who takes a rule whose names are resolved at those entrances that serve it. */
export function clientsOf(view: MeshView, entrances: readonly Entrance[], route: Route): readonly ClientKind[] {
  return entrances
    .filter((entrance) => serves(entrance, route))
    .flatMap((entrance) => (entrance.key === meshGateway ? meshClients(view, entrance, route) : gatewayClients(view, entrance, route)));
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

function ownEntrances(view: MeshView, root: Resource<VirtualService>): readonly Entrance[] {
  const { gateways } = root.model;
  const mesh = { key: meshGateway, root, gateway: undefined, servers: undefined };
  if (gateways.length === 0) return [{ ...mesh, at: undefined }];
  return gateways.map((written): Entrance => {
    if (written.value === meshGateway) return { ...mesh, at: written.span };
    const gateway = gatewayNamed(view, root, written.value);
    const key =
      gateway === undefined
        ? splitGatewayName(written.value, root.effectiveNamespace).join("/")
        : `${gateway.effectiveNamespace}/${gateway.name.value}`;
    const servers = gateway !== undefined && isKind(gateway, "Gateway") ? serversFor(view, gateway, root) : undefined;
    return { key, root, at: written.span, gateway, servers };
  });
}

/** Of the variants of a gateway that go together with the file the nearest that shares a host, else the nearest. */
function gatewayNamed(view: MeshView, root: Resource<VirtualService>, reference: string): Entrance["gateway"] {
  const named = gatewaysNamed(view.index, reference, root.effectiveNamespace);
  const sharing = named.filter((one) => isKind(one, "Gateway") && serversFor(view, one, root).length > 0);
  return view.focus.pickFitting(sharing)[0] ?? view.focus.pick(named)[0];
}

function serversFor(view: MeshView, gateway: Resource<Gateway>, root: Resource<VirtualService>): readonly GatewayServer[] {
  return serversOf(gateway).filter((one) => sharesHost(view, one, root));
}

/** Sidecars of the namespaces that see the VirtualService. Http rules are looked up by the port that is called. */
function meshClients(view: MeshView, entrance: Entrance, route: Route): readonly ClientKind[] {
  const { root } = entrance;
  return clientNamespaces(root, view.index.mesh).map((client) => {
    const proxy = proxyOf("sidecar", client, new Map());
    const ports = calledPorts(view, root, route, proxy);
    const context = { proxy, namespace: root.effectiveNamespace, byCalledPort: route.protocol === "http" };
    return { entrance, choices: (ports ?? [undefined]).map((port) => ({ ...context, port })) };
  });
}

/** The VirtualService's own namespace where it sees it (like any other then), else those to which it is exported. */
function clientNamespaces({ model, effectiveNamespace }: Resource<VirtualService>, { defaultExportTo }: MeshSettings): readonly string[] {
  const written = textsOf(model.exportTo);
  const exportTo = written.length === 0 ? defaultExportTo.virtualService : written;
  if (isVisible(exportTo, [], effectiveNamespace, effectiveNamespace)) return [effectiveNamespace];
  return exportTo.includes("~") ? [] : [...new Set(exportTo)];
}

/** The ports under which the hosts of a VirtualService are called for a rule; undefined where that is not in view. */
function calledPorts(view: MeshView, root: Resource<VirtualService>, route: Route, proxy: MeshProxy): readonly number[] | undefined {
  const asked = route.matches.length > 0 && route.matches.every((match) => match.port !== undefined);
  const named = new Set(route.matches.flatMap((match) => match.port?.value ?? []));
  const ports = new Set<number>();
  for (const host of root.model.hosts) {
    const fqdn = resolveHost(host.value, root.effectiveNamespace, view.index.mesh.domain);
    const visible = isWildcardHost(fqdn) ? [] : view.services.named(fqdn).filter((one) => isServiceVisible(one, proxy.namespace));
    const service = preferOwn(visible, proxy.namespace);
    if (service === undefined) return undefined;
    for (const port of service.ports) if (usesRules(port.protocol, route.protocol)) ports.add(port.number);
  }
  const called = asked ? [...ports].filter((port) => named.has(port)) : [...ports];
  return called.length === 0 ? undefined : called;
}

function gatewayClients(view: MeshView, entrance: Entrance, route: Route): readonly ClientKind[] {
  const { root, gateway, servers } = entrance;
  const namespace = root.effectiveNamespace;
  const contextOf = (proxy: MeshProxy, port: number | undefined, guessed: boolean): ClusterContext => ({
    proxy,
    port,
    namespace,
    byCalledPort: false,
    guessed,
  });
  if (servers === undefined || gateway === undefined || !isKind(gateway, "Gateway")) {
    return [{ entrance, choices: [contextOf(proxyOf("gateway", namespace, new Map()), undefined, true)] }];
  }
  const { proxy, assumed } = gatewayPod(view, gateway);
  // Where the pods of the gateway are not in view, they may as well run in the VirtualService's namespace.
  const proxies = assumed ? [proxy, proxyOf("gateway", namespace, proxy.labels)] : [proxy];
  return portsServing(servers, route).map((port) => ({ entrance, choices: proxies.map((one) => contextOf(one, port, assumed)) }));
}

function portsServing(servers: readonly GatewayServer[], route: Route): readonly number[] {
  const fits = ({ number }: GatewayServer): boolean =>
    route.matches.length === 0 || route.matches.some((match) => match.port === undefined || match.port.value === number);
  return [...new Set(servers.filter((server) => server.rules === route.protocol && fits(server)).map((server) => server.number))];
}
