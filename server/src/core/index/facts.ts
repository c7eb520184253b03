import { isWildcardHost, resolveHost } from "../model/host";
import type { LabelMap } from "../model/labels";
import type { MeshSettings } from "../model/mesh";
import type { Model, Resource } from "../model/resource";
import type { VirtualService } from "../model/virtualService";
import { hostKey } from "./hostKey";
import type { IndexKey, NameFamily } from "./keys";
import * as keys from "./keys";

/** What a resource contributes to the index. */
export interface Facts {
  readonly keys: readonly IndexKey[];
  /** Counted per `kind/namespace`. */
  readonly inView: string;
  /** False where a template or an operator of the cluster gives the name: then it may be any, and that no other is in view tells nothing. */
  readonly isNamed: boolean;
  readonly names: readonly (readonly [NameFamily, string])[];
}

/** The keys under which a resource is found; they depend on its content, never on spans. */
export function factsOf(resource: Resource, mesh: MeshSettings): Facts {
  const collected = new Set<IndexKey>();
  const names: [NameFamily, string][] = [];
  const namespace = resource.effectiveNamespace;
  collectFacts(resource, mesh, collected, names);
  if (namespace !== "" && resource.model.kind !== "Other") {
    for (const one of namespacesOf(resource)) names.push(["namespace", one]);
  }
  collected.add(keys.resourceKey(manifestKind(resource), resource.name.value));
  const inView =
    resource.model.kind === "ServiceSource"
      ? { inView: inViewEntry("Service", resource.model.targetNamespace ?? namespace), isNamed: false }
      : { inView: inViewEntry(manifestKind(resource), namespace), isNamed: resource.isNamed };
  return { keys: [...collected], ...inView, names };
}

export function inViewEntry(kind: string, namespace: string): string {
  return `${kind}/${namespace}`;
}

/** The kind used in `resource` and `in-view` keys: the manifest's kind, "Workload" for every pod maker. */
function manifestKind(resource: Resource): string {
  return resource.model.kind === "Workload"
    ? "Workload"
    : resource.model.kind === "Policy"
      ? resource.model.policyKind
      : resource.model.kind;
}

/** The namespaces in which an object is: the effective one first. */
export function namespacesOf({ effectiveNamespace, otherNamespaces }: Resource): readonly string[] {
  return otherNamespaces.length === 0 ? [effectiveNamespace] : [...new Set([effectiveNamespace, ...otherNamespaces])];
}

function collectFacts(resource: Resource, mesh: MeshSettings, into: Set<IndexKey>, names: [NameFamily, string][]): void {
  const model: Model = resource.model;
  const namespace = resource.effectiveNamespace;
  const name = resource.name.value;
  switch (model.kind) {
    case "Service":
      into.add(keys.hostDefinitionKey(name));
      for (const one of namespacesOf(resource)) into.add(keys.servicesKey(one));
      names.push(["host", `${name}.${namespace}.svc.${mesh.domain}`]);
      return;
    case "ServiceEntry":
      into.add(keys.servicesKey(namespace));
      for (const host of model.hosts) {
        into.add(isWildcardHost(host.value) ? keys.wildcardHostKey : keys.hostDefinitionKey(hostKey(host.value, mesh.domain)));
        names.push(["host", host.value]);
      }
      return;
    case "VirtualService":
      virtualServiceFacts(model, namespace, mesh, into);
      names.push(["virtual-service", `${namespace}/${name}`]);
      return;
    case "DestinationRule":
      if (model.host !== undefined) {
        const host = resolveHost(model.host.value, namespace, mesh.domain);
        into.add(isWildcardHost(host) ? keys.wildcardDestinationRuleKey : keys.destinationRuleKey(hostKey(host, mesh.domain)));
      } else if (resource.isPatch) into.add(keys.destinationRulePatchKey(name));
      return;
    case "Gateway":
    case "KubernetesGateway":
      into.add(keys.gatewayKey(name));
      into.add(keys.allGatewaysKey);
      if (model.kind === "Gateway") names.push(["gateway", `${namespace}/${name}`]);
      return;
    case "Workload":
      for (const one of namespacesOf(resource)) into.add(keys.workloadsKey(one));
      labelFacts(model.podLabels, into);
      return;
    case "WorkloadEntry":
    case "WorkloadGroup":
      into.add(keys.workloadsKey(namespace));
      labelFacts(model.labels, into);
      return;
    case "Sidecar":
      into.add(keys.sidecarsKey(namespace));
      return;
    case "Policy":
      into.add(keys.policiesKey(namespace));
      return;
    case "Secret":
      into.add(keys.secretKey(name));
      return;
    case "SecretSource":
      into.add(keys.secretKey(model.secretName));
      return;
    case "Namespace":
      into.add(keys.namespaceKey(name));
      names.push(["namespace", name]);
      return;
    case "ReferenceGrant":
      into.add(keys.grantsKey(namespace));
      return;
    case "KubernetesRoute":
    case "ServiceAccount":
    case "GatewayClass":
    case "CustomResourceDefinition":
    case "ServiceSource":
    case "Other":
      return;
  }
}

function labelFacts(labels: LabelMap, into: Set<IndexKey>): void {
  for (const { key, value } of labels.entries) {
    into.add(keys.workloadLabelKey(key.value));
    into.add(keys.workloadLabelKey(`${key.value}=${value.value}`));
  }
}

function virtualServiceFacts(model: VirtualService, namespace: string, mesh: MeshSettings, into: Set<IndexKey>): void {
  for (const written of model.hosts) {
    const host = resolveHost(written.value, namespace, mesh.domain);
    into.add(isWildcardHost(host) ? keys.wildcardVirtualServiceKey : keys.virtualServiceKey(hostKey(host, mesh.domain)));
  }
  for (const gateway of model.gateways) {
    if (gateway.value !== "mesh") into.add(keys.gatewayUsersKey(gatewayBaseName(gateway.value)));
  }
  for (const route of model.routes) {
    if (route.delegate?.name !== undefined) into.add(keys.delegateUsersKey(route.delegate.name.value));
    for (const destination of [...route.destinations, ...route.mirrors.map((mirror) => mirror.destination)]) {
      if (destination.host === undefined) continue;
      into.add(keys.destinationUsersKey(hostKey(resolveHost(destination.host.value, namespace, mesh.domain), mesh.domain)));
    }
  }
}

/** The name part of `name`, `ns/name`, `./name` or the legacy `name.ns.svc...`. */
function gatewayBaseName(reference: string): string {
  const slash = reference.indexOf("/");
  if (slash >= 0) return reference.slice(slash + 1);
  const dot = reference.indexOf(".");
  return dot >= 0 ? reference.slice(0, dot) : reference;
}
