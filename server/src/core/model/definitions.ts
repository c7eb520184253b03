/**
 * The release of the Gateway API from which on Istio watches a kind, by name of the kind's definition (istio
 * pkg/kube/kclient crdwatcher.go, analyzer k8sgateway.CRDVersionAnalyzer).
 */
export const gatewayApiMinimum: ReadonlyMap<string, readonly [major: number, minor: number, patch: number]> = new Map([
  ["grpcroutes.gateway.networking.k8s.io", [1, 1, 0]],
  ["backendtlspolicies.gateway.networking.k8s.io", [1, 4, 0]],
  ["tlsroutes.gateway.networking.k8s.io", [1, 5, 0]],
  ["tcproutes.gateway.networking.k8s.io", [1, 6, 0]],
]);

/** The group of the first authorization policies, which Istio 1.6 removed. */
const removedGroup = ".rbac.istio.io";

export function isRemovedDefinition(name: string): boolean {
  return name.endsWith(removedGroup);
}

/** Whether rules look at a definition of this name. Others are large and say nothing about the cluster, so they are not read. */
export function isNotedDefinition(name: string): boolean {
  return gatewayApiMinimum.has(name) || isRemovedDefinition(name);
}

/** Whether the text of a definition mentions a name that rules look at. */
export function mentionsNotedDefinition(text: string): boolean {
  return text.includes(removedGroup) || [...gatewayApiMinimum.keys()].some((name) => text.includes(name));
}
