import type { Gateway } from "../model/gateway";
import { resolveGatewayName } from "../model/host";
import type { KubernetesGateway } from "../model/kubernetesGateway";
import { isKind, type Resource } from "../model/resource";
import type { IndexView } from "./indexView";
import { gatewayKey } from "./keys";

/**
 * The Gateways that a reference in a resource of `namespace` means: variants of one object, or none. `mesh` is no Gateway.
 * A Gateway without metadata.namespace stands for the namespace named, if none is pinned there.
 */
export function gatewaysNamed(
  index: IndexView,
  reference: string,
  namespace: string,
): readonly (Resource<Gateway> | Resource<KubernetesGateway>)[] {
  const [gatewayNamespace, name] = splitGatewayName(reference, namespace);
  const candidates = index
    .lookup(gatewayKey(name))
    .filter((one): one is Resource<Gateway> | Resource<KubernetesGateway> => isKind(one, "Gateway") || isKind(one, "KubernetesGateway"));
  const exact = candidates.filter((one) => one.effectiveNamespace === gatewayNamespace);
  return exact.length > 0 ? exact : candidates.filter((one) => one.namespace === undefined);
}

/** `[namespace, name]` of a gateway reference (pilot/pkg/model/config.go resolveGatewayName). */
export function splitGatewayName(reference: string, namespace: string): readonly [string, string] {
  const resolved = resolveGatewayName(reference, namespace);
  const slash = resolved.indexOf("/");
  return [resolved.slice(0, slash), resolved.slice(slash + 1)];
}
