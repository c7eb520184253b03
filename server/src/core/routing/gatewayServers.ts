import { serviceHost } from "../index/hosts";
import { allGatewaysKey, servicesKey } from "../index/keys";
import { selectableLabels, workloadsIn } from "../index/workloads";
import type { Gateway, Server } from "../model/gateway";
import { labelValue } from "../model/labels";
import { isHttpFamily, parseProtocol, type TrafficProtocol } from "../model/protocol";
import { isKind, type Resource } from "../model/resource";
import type { RouteProtocol } from "../model/virtualService";
import type { MeshView } from "./meshView";
import { type MeshPort, type MeshProxy, selectsProxy } from "./routeModel";

/** A server of a Gateway as a gateway's pod serves it. */
export interface GatewayServer {
  readonly gateway: Resource<Gateway>;
  /** `namespace/name` of the Gateway. */
  readonly name: string;
  readonly server: Server;
  /** Without `.` and `*` as namespaces: `host` for everyone, `namespace/host` for VirtualServices there. */
  readonly hosts: readonly string[];
  /** The port that clients are told. */
  readonly number: number;
  /** Which rules apply; undefined with AUTO_PASSTHROUGH, where VirtualServices have no say. */
  readonly rules: RouteProtocol | undefined;
  /** The server terminates TLS or passes it on; undefined: bytes come plain. */
  readonly tls: "terminate" | "passthrough" | undefined;
}

/** What listens on one port of a gateway's pod. */
export interface GatewayListener {
  /** Of the pod; the Service before it may have another. */
  readonly port: number;
  readonly bind: string;
  /** One that speaks plain http with all its servers in one route table; else each server is told apart by the TLS server name. */
  readonly plainHttp: boolean;
  readonly servers: readonly GatewayServer[];
  /** Servers that the control plane leaves out, and why. */
  readonly skipped: readonly { readonly server: GatewayServer; readonly reason: string }[];
}

/** Which rules a server uses (6.8 of the routing semantics, pilot/pkg/networking/core/gateway.go). */
export function rulesServedBy(server: Server): RouteProtocol | undefined {
  const protocol = protocolOfServer(server);
  if (isHttpFamily(protocol)) return "http";
  switch (tlsOf(server)) {
    case undefined:
      return "tcp";
    case "terminate":
      return protocol === "https" ? "http" : "tcp";
    case "passthrough":
      return server.tls?.mode?.value === "AUTO_PASSTHROUGH" ? undefined : "tls";
  }
}

/**
 * The listeners of a gateway's pod: the servers of all Gateways that select it, merged by port
 * (pilot/pkg/model/gateway.go, mergeGateways).
 */
export function gatewayListeners(view: MeshView, proxy: MeshProxy): readonly GatewayListener[] {
  const listeners = new Map<string, ListenerDraft>();
  for (const gateway of gatewaysOf(view, proxy)) {
    for (const server of serversOf(gateway)) {
      for (const port of podPorts(view, gateway, proxy, server.number)) addServer(server, port, listeners);
    }
  }
  return [...listeners.values()];
}

/** The Gateways whose selector picks a pod, oldest first. */
function gatewaysOf(view: MeshView, proxy: MeshProxy): readonly Resource<Gateway>[] {
  const all = view.index.lookup(allGatewaysKey).filter((one) => isKind(one, "Gateway"));
  return view.focus
    .pick(all)
    .filter((one) => selectsProxy(one.model.selector, proxy))
    .sort((a, b) => view.focus.compare(a, b));
}

/** The server names of the TLS handshake that a server is for. */
export function sniHostsOf(server: GatewayServer): readonly string[] {
  return [...new Set(server.hosts.map((host) => host.slice(host.indexOf("/") + 1).toLowerCase()))];
}

interface ListenerDraft {
  readonly port: number;
  readonly bind: string;
  readonly plainHttp: boolean;
  readonly first: TrafficProtocol;
  readonly plain: boolean;
  readonly servers: GatewayServer[];
  readonly skipped: { readonly server: GatewayServer; readonly reason: string }[];
  readonly tlsHosts: Set<string>;
}

function addServer(server: GatewayServer, port: number, listeners: Map<string, ListenerDraft>): void {
  const bind = server.server.bind?.value ?? "";
  const key = `${bind}:${port}`;
  const protocol = protocolOfServer(server.server);
  const listener = listeners.get(key);
  if (listener === undefined) {
    const tlsHosts = new Set(server.server.tls === undefined ? [] : server.hosts);
    listeners.set(key, {
      port,
      bind,
      plainHttp: isHttpFamily(protocol),
      first: protocol,
      plain: server.tls === undefined,
      servers: [server],
      skipped: [],
      tlsHosts,
    });
    return;
  }
  const reason = takenHost(server, listener) ?? conflict(server, protocol, listener);
  if (reason === undefined) listener.servers.push(server);
  else listener.skipped.push({ server, reason });
}

/** Marks the hosts of a server with tls settings as taken, unless one is already. */
function takenHost(server: GatewayServer, { tlsHosts }: ListenerDraft): string | undefined {
  if (server.server.tls === undefined) return undefined;
  const taken = server.hosts.find((host) => tlsHosts.has(host));
  if (taken !== undefined) return `host ${taken} is taken by an earlier server on this port`;
  for (const host of server.hosts) tlsHosts.add(host);
  return undefined;
}

/** Plain http servers share a port, and so do TLS servers; of anything else the first has it. */
function conflict(server: GatewayServer, protocol: TrafficProtocol, listener: ListenerDraft): string | undefined {
  if (listener.plain) {
    return isHttpFamily(listener.first) && isHttpFamily(protocol)
      ? undefined
      : `an earlier server speaks ${listener.first.toUpperCase()} on this port`;
  }
  if (server.tls === undefined) return "the servers on this port speak TLS, and this one does not";
  const sameTable = listener.servers.some(
    (one) =>
      one.rules === "http" &&
      server.rules === "http" &&
      one.name === server.name &&
      one.server.port.name?.value === server.server.port.name?.value,
  );
  return sameTable ? "an earlier server has the same port name" : undefined;
}

/** The servers of a Gateway that have a port, in order. */
export function serversOf(gateway: Resource<Gateway>): readonly GatewayServer[] {
  return gateway.model.servers.flatMap((server) =>
    server.port.number === undefined
      ? []
      : [
          {
            gateway,
            name: `${gateway.effectiveNamespace}/${gateway.name.value}`,
            server,
            hosts: scopedHosts(server, gateway.effectiveNamespace),
            number: server.port.number.value,
            rules: rulesServedBy(server),
            tls: isHttpFamily(protocolOfServer(server)) ? undefined : tlsOf(server),
          },
        ],
  );
}

/** `./host` is meant for the Gateway's namespace, `*` with a slash for everyone; `*` for every host of everyone ends the list. */
function scopedHosts(server: Server, namespace: string): readonly string[] {
  const hosts: string[] = [];
  for (const { value } of server.hosts) {
    const slash = value.indexOf("/");
    const scope = value.slice(0, Math.max(slash, 0));
    const host = value.slice(slash + 1);
    if (scope === "*" && host === "*") return ["*"];
    hosts.push(scope === "." ? `${namespace}/${host}` : scope === "*" ? host : value);
  }
  return hosts;
}

function protocolOfServer(server: Server): TrafficProtocol {
  return parseProtocol(server.port.protocol?.value ?? "") ?? "auto";
}

/** The mode of a `tls` block that names none is PASSTHROUGH. */
function tlsOf(server: Server): GatewayServer["tls"] {
  if (server.tls === undefined) return undefined;
  const mode = server.tls.mode?.value ?? "PASSTHROUGH";
  return mode === "PASSTHROUGH" || mode === "AUTO_PASSTHROUGH" ? "passthrough" : "terminate";
}

/** Names the Services of the pods that a Gateway is for, in place of a selector. */
const gatewayServiceAnnotation = "internal.istio.io/gateway-service";
const keepsPortsLabel = "experimental.istio.io/disable-gateway-port-translation";

/**
 * The ports of the pod on which a server's port is served: the targetPort where a Service of the pod has that port, the number itself
 * otherwise (resolvePorts). A Gateway that names its Services is served only on ports that they have.
 */
function podPorts(view: MeshView, gateway: Resource<Gateway>, proxy: MeshProxy, number: number): readonly number[] {
  const named = labelValue(gateway.annotations, gatewayServiceAnnotation);
  if (named !== undefined) {
    const services = named.split(",").flatMap((host) => view.services.named(host.trim().toLowerCase()));
    return [...new Set(services.flatMap((one) => targetPorts(view, one.ports, number, proxy)))];
  }
  for (const { ports } of servicesBefore(view, proxy)) {
    const [target] = targetPorts(view, ports, number, proxy);
    if (target !== undefined) return [target];
  }
  return [number];
}

/** Services that select the pod, and ServiceEntries with an endpoint that has its labels, that do translate ports. */
function servicesBefore(view: MeshView, proxy: MeshProxy): readonly { readonly ports: readonly MeshPort[] }[] {
  const inNamespace = view.index.lookup(servicesKey(proxy.namespace)).flatMap((one) => {
    if (isKind(one, "Service")) return view.services.named(serviceHost(one, view.index.mesh.domain));
    return isKind(one, "ServiceEntry") ? one.model.hosts.flatMap((host) => view.services.named(host.value)) : [];
  });
  return [...new Set(inNamespace)]
    .filter((service) => service.namespace === proxy.namespace)
    .filter(({ definition: { resource } }) => {
      if (labelValue(resource.labels, keepsPortsLabel) !== undefined) return false;
      if (isKind(resource, "Service")) return resource.model.selector.entries.length > 0 && selectsProxy(resource.model.selector, proxy);
      return resource.model.endpoints.some((one) => one.labels.entries.length > 0 && selectsProxy(one.labels, proxy));
    })
    .sort((a, b) => view.focus.compare(a.definition.resource, b.definition.resource));
}

function targetPorts(view: MeshView, ports: readonly MeshPort[], number: number, proxy: MeshProxy): readonly number[] {
  return ports
    .filter((port) => port.number === number)
    .flatMap((port) => (typeof port.targetPort === "string" ? containerPort(view, port.targetPort, proxy) : (port.targetPort ?? number)));
}

/** The number of a named container port of the pod; none where the pod is not in view. */
function containerPort(view: MeshView, name: string, proxy: MeshProxy): readonly number[] {
  const pods = workloadsIn(view.index, proxy.namespace, view.focus.options.file).filter((one) =>
    selectableLabels(one).entries.every(({ key, value }) => proxy.labels.get(key.value) === value.value),
  );
  return pods.flatMap(({ model }) =>
    model.kind === "Workload" ? model.containerPorts.flatMap((port) => (port.name === name ? [port.number] : [])) : [],
  );
}
