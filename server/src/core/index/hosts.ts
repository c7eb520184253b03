import { hostMatches, isWildcardHost, parseServiceHost, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import type { Service, ServicePort } from "../model/service";
import type { ServiceEntry } from "../model/serviceEntry";
import { hostKey } from "./hostKey";
import type { IndexView } from "./indexView";
import { hostDefinitionKey, servicesKey, wildcardHostKey } from "./keys";
import { nearest } from "./nearest";

/** A Service or ServiceEntry that defines a host. */
export interface HostDefinition {
  readonly resource: Resource<Service> | Resource<ServiceEntry>;
  /** The name by which the mesh knows the host: `svc.ns.svc.domain` or the host of the ServiceEntry (may be a wildcard). */
  readonly fqdn: string;
  readonly ports: readonly ServicePort[];
}

/** A host as written somewhere, resolved against what is in view. */
export interface ResolvedHost {
  /** Fully qualified. Where a resource without a namespace stands in for the one named, its own name. */
  readonly fqdn: string;
  /** All definitions in view, variants included; empty when none is. */
  readonly definitions: readonly HostDefinition[];
}

/**
 * Resolves a host of a resource in `namespace`: short names expand in that namespace, anything with a dot is taken as is
 * (pilot/pkg/model/config.go ResolveShortnameToFQDN). A Service without metadata.namespace stands for the namespace that the host
 * names, if no Service of that name is pinned there.
 */
export function resolveHostIn(index: IndexView, host: string, namespace: string): ResolvedHost {
  return definitionsOf(index, resolveHost(host, namespace, index.mesh.domain));
}

/** As `resolveHostIn`, for a host that is fully qualified already. */
export function definitionsOf(index: IndexView, fqdn: string): ResolvedHost {
  return index.once(`host ${fqdn}`, () => findDefinitions(index, fqdn));
}

function findDefinitions(index: IndexView, fqdn: string): ResolvedHost {
  const domain = index.mesh.domain;
  const candidates = index.lookup(hostDefinitionKey(hostKey(fqdn, domain)));
  const exact = candidates.flatMap((resource) => definitionFor(resource, fqdn, domain));
  if (exact.length > 0) return { fqdn, definitions: exact };
  if (parseServiceHost(fqdn, domain) !== undefined) {
    const unpinned = candidates.filter(
      (resource): resource is Resource<Service> => isKind(resource, "Service") && resource.namespace === undefined,
    );
    const first = unpinned[0];
    if (first !== undefined) {
      const own = serviceHost(first, domain);
      return {
        fqdn: own,
        definitions: unpinned.filter((one) => serviceHost(one, domain) === own).map((one) => serviceDefinition(one, domain)),
      };
    }
  }
  const wildcard = index.lookup(wildcardHostKey).flatMap((resource) => wildcardDefinition(resource, fqdn));
  return { fqdn, definitions: mostSpecific(wildcard) };
}

/** Fully qualified host of a Service. */
export function serviceHost(service: Resource<Service>, domain: string): string {
  return `${service.name.value}.${service.effectiveNamespace}.svc.${domain}`;
}

/** The Services that a reference of the Gateway API by name and namespace means, variants included; one without a namespace may be meant by any. */
export function servicesNamed(index: IndexView, name: string, namespace: string): readonly Resource<Service>[] {
  return index
    .lookup(hostDefinitionKey(name))
    .filter((one): one is Resource<Service> => isKind(one, "Service") && one.name.value === name)
    .filter((one) => one.effectiveNamespace === namespace || one.namespace === undefined);
}

/** The definition to take where one must be chosen: Services before ServiceEntries, then the nearest file. */
export function nearestDefinition(host: ResolvedHost, file: string): HostDefinition | undefined {
  const services = host.definitions.filter((definition) => definition.resource.model.kind === "Service");
  const pool = services.length > 0 ? services : host.definitions;
  const chosen = nearest(
    pool.map((definition) => definition.resource),
    file,
  );
  return pool.find((definition) => definition.resource === chosen);
}

/**
 * Whether the absence of a definition proves that the host does not exist: Services of its namespace are in view
 * (for a name outside the cluster: the files are the whole mesh).
 */
export function absenceIsKnown(index: IndexView, fqdn: string): boolean {
  const parsed = parseServiceHost(fqdn, index.mesh.domain);
  if (parsed !== undefined) return index.inView("Service", parsed.namespace);
  return index.mesh.complete || serviceWrittenWithoutSuffix(index, fqdn) !== undefined;
}

/**
 * A Service that comes with Kubernetes, or with Istio in its namespace, of which few repositories hold anything; of Istio's false where
 * Services of that namespace are in view.
 */
export function isInstalledService(index: IndexView, fqdn: string): boolean {
  const parsed = parseServiceHost(fqdn, index.mesh.domain);
  if (parsed?.namespace === "default" && parsed.service === "kubernetes") return true;
  if (parsed?.namespace !== index.mesh.rootNamespace || index.inView("Service", parsed.namespace)) return false;
  return installedServices.has(parsed.service);
}

const installedServices: ReadonlySet<string> = new Set(["istiod", "istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway"]);

/** `svc.ns` names no host of the mesh, though a Service `svc` in `ns` is in view: the Service that was meant. */
export function serviceWrittenWithoutSuffix(index: IndexView, host: string): Resource<Service> | undefined {
  const labels = host.split(".");
  const [service, namespace, suffix] = labels;
  if (service === undefined || namespace === undefined || labels.length > 3 || (suffix !== undefined && suffix !== "svc")) return undefined;
  return index
    .lookup(servicesKey(namespace))
    .find((resource): resource is Resource<Service> => isKind(resource, "Service") && resource.name.value === service);
}

function definitionFor(resource: Resource, fqdn: string, domain: string): readonly HostDefinition[] {
  if (isKind(resource, "Service")) return serviceHost(resource, domain) === fqdn ? [serviceDefinition(resource, domain)] : [];
  if (isKind(resource, "ServiceEntry")) {
    const host = resource.model.hosts.find((one) => one.value.toLowerCase() === fqdn.toLowerCase());
    return host === undefined ? [] : [{ resource, fqdn: host.value, ports: resource.model.ports }];
  }
  return [];
}

function serviceDefinition(resource: Resource<Service>, domain: string): HostDefinition {
  return { resource, fqdn: serviceHost(resource, domain), ports: resource.model.ports };
}

function wildcardDefinition(resource: Resource, fqdn: string): readonly HostDefinition[] {
  if (!isKind(resource, "ServiceEntry")) return [];
  return resource.model.hosts
    .filter((host) => isWildcardHost(host.value) && hostMatches(host.value, fqdn))
    .map((host) => ({ resource, fqdn: host.value, ports: resource.model.ports }));
}

function mostSpecific(definitions: readonly HostDefinition[]): readonly HostDefinition[] {
  const longest = Math.max(0, ...definitions.map((definition) => definition.fqdn.length));
  return definitions.filter((definition) => definition.fqdn.length === longest);
}
