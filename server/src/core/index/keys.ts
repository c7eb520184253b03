/**
 * Keys of the index. A resource contributes facts under keys, a reader asks for keys; an edit re-checks whoever asked for a key
 * whose facts changed. Host keys hold the Service name only (`hostKey`), because a resource without a namespace may stand for any.
 */
export const keyFamilies = [
  "host",
  "wildcard-host",
  "destination-rule",
  "wildcard-destination-rule",
  "virtual-service",
  "wildcard-virtual-service",
  "gateway",
  "gateway-users",
  "gateways",
  "workloads",
  "workload-label",
  "services",
  "sidecars",
  "policies",
  "delegate-users",
  "destination-users",
  "grants",
  "secret",
  "namespace",
  "resource",
  "in-view",
  "names",
] as const;

export type KeyFamily = (typeof keyFamilies)[number];

/** `family:rest`, compared as a string. */
export type IndexKey = `${KeyFamily}:${string}`;

export function familyOf(key: IndexKey): KeyFamily {
  return key.slice(0, key.indexOf(":")) as KeyFamily;
}

/** Services and ServiceEntries that define a host, by `hostKey`. */
export const hostDefinitionKey = (hostKey: string): IndexKey => `host:${hostKey}`;
/** ServiceEntries with a wildcard host. */
export const wildcardHostKey: IndexKey = "wildcard-host:";
/** DestinationRules by `hostKey` of their host. */
export const destinationRuleKey = (hostKey: string): IndexKey => `destination-rule:${hostKey}`;
/** Patches of DestinationRules that leave out the host, by name. */
export const destinationRulePatchKey = (name: string): IndexKey => `destination-rule:patch/${name}`;
export const wildcardDestinationRuleKey: IndexKey = "wildcard-destination-rule:";
/** VirtualServices by `hostKey` of each of their hosts. */
export const virtualServiceKey = (hostKey: string): IndexKey => `virtual-service:${hostKey}`;
export const wildcardVirtualServiceKey: IndexKey = "wildcard-virtual-service:";
/** Istio Gateways and Gateway API Gateways by name. */
export const gatewayKey = (name: string): IndexKey => `gateway:${name}`;
/** VirtualServices that bind a Gateway of this name. */
export const gatewayUsersKey = (name: string): IndexKey => `gateway-users:${name}`;
/** All Istio Gateways. */
export const allGatewaysKey: IndexKey = "gateways:";
/** Workloads, WorkloadEntries and WorkloadGroups of a namespace. */
export const workloadsKey = (namespace: string): IndexKey => `workloads:${namespace}`;
/** Workloads of any namespace whose pods carry a label, by its key or by `key=value`. */
export const workloadLabelKey = (label: string): IndexKey => `workload-label:${label}`;
/** Services and ServiceEntries of a namespace. */
export const servicesKey = (namespace: string): IndexKey => `services:${namespace}`;
export const sidecarsKey = (namespace: string): IndexKey => `sidecars:${namespace}`;
/** AuthorizationPolicies, Telemetries and the like of a namespace. */
export const policiesKey = (namespace: string): IndexKey => `policies:${namespace}`;
/** VirtualServices that delegate to a VirtualService of this name. */
export const delegateUsersKey = (name: string): IndexKey => `delegate-users:${name}`;
/** VirtualServices that send traffic to a host, by `hostKey`. */
export const destinationUsersKey = (hostKey: string): IndexKey => `destination-users:${hostKey}`;
/** ReferenceGrants of a namespace. */
export const grantsKey = (namespace: string): IndexKey => `grants:${namespace}`;
export const secretKey = (name: string): IndexKey => `secret:${name}`;
export const namespaceKey = (name: string): IndexKey => `namespace:${name}`;
/** Resources of one kind (of an Istio or core group) by name, over all namespaces. */
export const resourceKey = (kind: string, name: string): IndexKey => `resource:${kind}/${name}`;
/** Whether any resource of a kind is in view in a namespace; changes only when the first appears or the last goes. */
export const inViewKey = (kind: string, namespace: string): IndexKey => `in-view:${kind}/${namespace}`;
/** The set of names of a family, for suggestions. */
export const namesKey = (family: NameFamily): IndexKey => `names:${family}`;

export type NameFamily = "host" | "gateway" | "virtual-service" | "namespace";
