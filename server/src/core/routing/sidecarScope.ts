import { sidecarsKey } from "../index/keys";
import { hostMatches, hostSubsetOf, isWildcardHost, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import type { Sidecar, SidecarEgress } from "../model/sidecar";
import type { VirtualService } from "../model/virtualService";
import type { Focus } from "./focus";
import { type MeshProxy, type MeshService, selectsProxy } from "./routeModel";

/** What a sidecar lets its pod see on one port (pilot/pkg/model/sidecar.go). */
export interface SidecarScope {
  /** The Sidecar resource that says so, if any. */
  readonly resource: Resource<Sidecar> | undefined;
  /** What happens to hosts that nothing in the mesh defines. */
  readonly unknownHosts: "ALLOW_ANY" | "REGISTRY_ONLY";
  /** Those that are let through are sent to the proxy that the Sidecar resource names. */
  readonly egressProxy: boolean;
  importsService(service: MeshService): boolean;
  importsVirtualService(virtualService: Resource<VirtualService>): boolean;
}

/** The scope of a sidecar for a port, or undefined where none of its egress listeners is for that port. */
export function sidecarScope(focus: Focus, proxy: MeshProxy, port: number): SidecarScope | undefined {
  const { mesh } = focus.index;
  const resource = applicableSidecar(focus, proxy);
  const unknownHosts = unknownHostsOf(resource) ?? mesh.outboundTrafficPolicy;
  const egressProxy = resource?.model.egressProxyKey !== undefined;
  const everything = { resource, unknownHosts, egressProxy, importsService: () => true, importsVirtualService: () => true };
  if (resource === undefined || resource.model.egress.length === 0) return everything;
  const egress = resource.model.egress.find((one) => one.port === undefined || one.port.value === port);
  if (egress === undefined) return undefined;
  const imports = importsOf(egress, proxy.namespace);
  return {
    ...everything,
    importsService: (service) => imports(service.namespace, (pattern) => hostSubsetOf(service.hostname, pattern)),
    importsVirtualService: ({ model, effectiveNamespace }) => {
      const hosts = model.hosts.map((host) => resolveHost(host.value, effectiveNamespace, mesh.domain).toLowerCase());
      return imports(effectiveNamespace, (pattern) => hosts.some((host) => overlaps(host, pattern)));
    },
  };
}

/**
 * Of the proxy's own namespace the oldest whose selector picks the proxy, else the oldest without selector, else that of the root
 * namespace.
 */
function applicableSidecar(focus: Focus, proxy: MeshProxy): Resource<Sidecar> | undefined {
  const inNamespace = (namespace: string) =>
    [...focus.pick(focus.index.lookup(sidecarsKey(namespace)).filter((one) => isKind(one, "Sidecar")))].sort((a, b) => focus.compare(a, b));
  const own = inNamespace(proxy.namespace);
  return (
    own.find((one) => one.model.workloadSelector !== undefined && selectsProxy(one.model.workloadSelector, proxy)) ??
    own.find((one) => one.model.workloadSelector === undefined) ??
    inNamespace(focus.index.mesh.rootNamespace).find((one) => one.model.workloadSelector === undefined)
  );
}

/** What the resource says; undefined: nothing, so that the mesh's policy counts. A policy without mode has the first one there is. */
function unknownHostsOf(resource: Resource<Sidecar> | undefined): SidecarScope["unknownHosts"] | undefined {
  if (resource?.model.outboundTrafficPolicyKey === undefined) return undefined;
  return resource.model.outboundTrafficPolicy?.value.startsWith("ALLOW_ANY") === true ? "ALLOW_ANY" : "REGISTRY_ONLY";
}

type Imports = (namespace: string, fits: (pattern: string) => boolean) => boolean;

/** Entries are `namespace/host`; `.` is the own namespace, `*` any, and `~` before the namespace takes out again. */
function importsOf(egress: SidecarEgress, own: string): Imports {
  const entries = egress.hosts.map(({ value }) => {
    const slash = value.indexOf("/");
    const excluded = value.startsWith("~");
    const namespace = value.slice(excluded ? 1 : 0, Math.max(slash, 0));
    return { excluded, namespace: namespace === "." ? own : namespace, host: value.slice(slash + 1).toLowerCase() };
  });
  const listed = (excluded: boolean, namespace: string, fits: (pattern: string) => boolean): boolean =>
    entries.some((one) => one.excluded === excluded && (one.namespace === "*" || one.namespace === namespace) && fits(one.host));
  return (namespace, fits) => listed(false, namespace, fits) && !listed(true, namespace, fits);
}

/** Two names overlap only if they are equal; patterns overlap in either direction. */
function overlaps(host: string, pattern: string): boolean {
  return isWildcardHost(host) || isWildcardHost(pattern) ? hostMatches(host, pattern) : host === pattern;
}
