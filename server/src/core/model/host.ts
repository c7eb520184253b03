/*
 * Host and gateway names as routing resolves them (istio pilot/pkg/model/config.go, pkg/config/host/name.go).
 * Comparisons are case-sensitive; lower-casing happens only where virtual hosts are built.
 */

/**
 * The fully qualified form of a host in a resource of `namespace`: a name without a dot gets `.<namespace>.svc.<domain>`;
 * `*`, IP addresses and anything with a dot stay as they are, so `reviews.prod` is NOT expanded (ResolveShortnameToFQDN).
 */
export function resolveHost(host: string, namespace: string, domain: string): string {
  if (host === "" || host === "*" || host.includes(".") || host.includes(":")) return host;
  return serviceFqdn(host, namespace, domain);
}

/** `service.namespace.svc.domain`. */
export function serviceFqdn(service: string, namespace: string, domain: string): string {
  return `${service}.${namespace}.svc.${domain}`;
}

export interface ServiceName {
  readonly service: string;
  readonly namespace: string;
}

/** The Service that a fully qualified cluster host names; undefined for any other host, wildcards included. */
export function parseServiceHost(fqdn: string, domain: string): ServiceName | undefined {
  const suffixAt = fqdn.length - domain.length - ".svc.".length;
  if (suffixAt < 3 || !fqdn.endsWith(domain) || !fqdn.startsWith(".svc.", suffixAt) || fqdn.charCodeAt(0) === asterisk) return undefined;
  const dot = fqdn.indexOf(".");
  if (dot < 1 || dot >= suffixAt - 1 || fqdn.lastIndexOf(".", suffixAt - 1) !== dot) return undefined;
  return { service: fqdn.slice(0, dot), namespace: fqdn.slice(dot + 1, suffixAt) };
}

/**
 * The names by which a client in `clientNamespace` can call a Service: the fully qualified one first, then that with a trailing
 * dot, then the short forms (istio pilot/pkg/networking/core/httproute.go, generateVirtualHostDomains).
 */
export function serviceHostForms({ service, namespace }: ServiceName, clientNamespace: string, domain: string): readonly string[] {
  const fqdn = serviceFqdn(service, namespace, domain);
  const forms = [fqdn, `${fqdn}.`];
  if (namespace === clientNamespace) forms.push(service);
  forms.push(`${service}.${namespace}`, `${service}.${namespace}.svc`);
  return forms;
}

/**
 * `namespace/name` of a gateway named in a VirtualService of `namespace` (resolveGatewayName): `ns/name` stays, `./name` and `name`
 * mean the own namespace, the legacy `name.ns...` means `ns/name`. The reserved name `mesh` stays.
 */
export function resolveGatewayName(name: string, namespace: string): string {
  if (name === meshGateway) return name;
  const slash = name.indexOf("/");
  if (slash >= 0) return slash === 1 && name.startsWith(".") ? `${namespace}/${name.slice(2)}` : name;
  const dot = name.indexOf(".");
  if (dot < 0) return `${namespace}/${name}`;
  const end = name.indexOf(".", dot + 1);
  return `${name.slice(dot + 1, end < 0 ? name.length : end)}/${name.slice(0, dot)}`;
}

/** The gateway name that stands for all sidecars. */
export const meshGateway = "mesh";

/** Whether a host starts with `*`: a pattern for all hosts with the rest as suffix. */
export function isWildcardHost(host: string): boolean {
  return host.charCodeAt(0) === asterisk;
}

/** Whether two hosts or patterns overlap, in either direction (Name.Matches): `*.foo.com` overlaps `a.foo.com` and `*.com`, not `foo.com`. */
export function hostMatches(a: string, b: string): boolean {
  return hostSubsetOf(a, b) || hostSubsetOf(b, a);
}

/** Whether every host that `host` stands for is one that `pattern` stands for (Name.SubsetOf). */
export function hostSubsetOf(host: string, pattern: string): boolean {
  if (!isWildcardHost(pattern)) return host === pattern;
  if (!isWildcardHost(host)) return endsWithFrom(host, 0, pattern);
  return host.length >= pattern.length && endsWithFrom(host, 1, pattern);
}

/**
 * Whether `a` comes before `b` where the more specific host is taken: names before patterns, longer before shorter, then by
 * alphabet; equal hosts count as more specific (host.MoreSpecific).
 */
export function moreSpecificHost(a: string, b: string): boolean {
  const aWildcard = isWildcardHost(a);
  if (aWildcard !== isWildcardHost(b)) return !aWildcard;
  return a.length === b.length ? a <= b : a.length > b.length;
}

/** The hosts that both lists stand for: of each overlapping pair the narrower one, without repetition, in the order of `a` (Names.Intersection). */
export function intersectHosts(a: readonly string[], b: readonly string[]): readonly string[] {
  const result = new Set<string>();
  for (const host of a) {
    for (const other of b) {
      if (hostSubsetOf(host, other)) result.add(host);
      else if (hostSubsetOf(other, host)) result.add(other);
    }
  }
  return [...result];
}

/**
 * The hosts of a server of a Gateway in `gatewayNamespace` that hold for VirtualServices of `namespace`, without their namespace
 * part: `ns/host`, `./host` (the Gateway's own), `*` with a slash, or a bare host for any namespace
 * (istio pkg/config/host/names.go, NamesForNamespace; pilot/pkg/model/gateway.go).
 */
export function hostsForNamespace(hosts: readonly string[], namespace: string, gatewayNamespace: string): readonly string[] {
  const result: string[] = [];
  for (const host of hosts) {
    const slash = host.indexOf("/");
    const scope = slash < 0 ? "*" : host.slice(0, slash);
    if (scope === "*" || (scope === "." ? gatewayNamespace : scope) === namespace) result.push(host.slice(slash + 1));
  }
  return result;
}

const asterisk = 42;

/** Whether `host`, from `start` on, ends with what follows the `*` of `pattern`. */
function endsWithFrom(host: string, start: number, pattern: string): boolean {
  const length = pattern.length - 1;
  return host.length - start >= length && host.endsWith(length === 0 ? "" : pattern.slice(1));
}
