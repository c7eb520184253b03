import type { ServicePort } from "./service";
import type { RouteProtocol } from "./virtualService";

/** What a port speaks, as Istio knows it (istio pkg/config/protocol/instance.go). `auto` is sniffed. */
export type TrafficProtocol =
  | "http"
  | "http2"
  | "http_proxy"
  | "grpc"
  | "grpc-web"
  | "https"
  | "tls"
  | "tcp"
  | "mongo"
  | "redis"
  | "mysql"
  | "udp"
  | "auto";

/** A protocol name in any case, as in ports of a ServiceEntry or Gateway; undefined for anything Istio does not know. */
export function parseProtocol(name: string): TrafficProtocol | undefined {
  return protocolsByName.get(name.toLowerCase());
}

/**
 * The protocol of a port of a Service: UDP, else appProtocol, else the port's name up to the first `-`; where none of them says
 * anything, TCP on well-known ports and sniffing on others (istio pkg/config/kube/conversion.go, ConvertProtocol).
 */
export function servicePortProtocol(port: ServicePort): TrafficProtocol {
  if (port.protocol?.value === "UDP") return "udp";
  const stated =
    port.appProtocol === undefined ? protocolOfPortName(port.name?.value ?? "") : protocolOfAppProtocol(port.appProtocol.value);
  return stated ?? (wellKnownTcpPorts.has(port.number?.value ?? 0) ? "tcp" : "auto");
}

/** What an appProtocol says: a standard name of Kubernetes, or a protocol as in names of ports. */
export function protocolOfAppProtocol(appProtocol: string): TrafficProtocol | undefined {
  return kubernetesProtocols.get(appProtocol) ?? protocolOfPortName(appProtocol);
}

/** What the name of a port says: the protocol before the first `-`. */
export function protocolOfPortName(name: string): TrafficProtocol | undefined {
  const lower = name.toLowerCase();
  if (lower.startsWith("grpc-web")) return "grpc-web";
  const dash = lower.indexOf("-");
  return protocolsByName.get(dash < 0 ? lower : lower.slice(0, dash));
}

/** The protocol of a port of a ServiceEntry: its `protocol`, else it is sniffed (istio pilot/pkg/serviceregistry/serviceentry/conversion.go). */
export function serviceEntryPortProtocol(port: ServicePort): TrafficProtocol {
  return parseProtocol(port.protocol?.value ?? "") ?? "auto";
}

/** The protocol of a port by the kind of resource that has it. */
export function protocolOf(port: ServicePort, owner: "Service" | "ServiceEntry"): TrafficProtocol {
  return owner === "Service" ? servicePortProtocol(port) : serviceEntryPortProtocol(port);
}

/** Whether http rules apply (Instance.IsHTTP). */
export function isHttpFamily(protocol: TrafficProtocol): boolean {
  switch (protocol) {
    case "http":
    case "http2":
    case "http_proxy":
    case "grpc":
    case "grpc-web":
      return true;
    default:
      return false;
  }
}

/** Whether the bytes are TLS, so that tls rules apply (Instance.IsTLS). */
export function isTlsFamily(protocol: TrafficProtocol): boolean {
  return protocol === "https" || protocol === "tls";
}

/** Whether rules of a kind are used at a port. A sniffed one uses http rules where it sees HTTP, else tls or tcp rules. */
export function usesRules(protocol: TrafficProtocol, rules: RouteProtocol): boolean {
  if (protocol === "auto") return true;
  if (protocol === "udp") return false;
  return rules === (isHttpFamily(protocol) ? "http" : isTlsFamily(protocol) ? "tls" : "tcp");
}

const protocolsByName: ReadonlyMap<string, TrafficProtocol> = new Map(
  (["http", "http2", "http_proxy", "grpc", "grpc-web", "https", "tls", "tcp", "mongo", "redis", "mysql", "udp"] as const).map(
    (protocol) => [protocol, protocol],
  ),
);

/** Standard names of Kubernetes for appProtocol. */
const kubernetesProtocols: ReadonlyMap<string, TrafficProtocol> = new Map([
  ["kubernetes.io/h2c", "http2"],
  ["kubernetes.io/ws", "http"],
  ["kubernetes.io/wss", "https"],
]);

/** SMTP, DNS, MySQL, MongoDB: their servers speak first, which sniffing cannot handle. */
const wellKnownTcpPorts: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);
