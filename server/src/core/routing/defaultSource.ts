import { gatewaysNamed } from "../index/gateways";
import { definitionsOf } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { resourceKey } from "../index/keys";
import { nearestVariants } from "../index/nearest";
import { hostMatches, isWildcardHost, meshGateway, resolveGatewayName, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import { appliesToMesh, type VirtualService } from "../model/virtualService";
import type { RequestSource } from "./simulation";

/** Who is taken to ask, and the sentence that says so. */
export interface AssumedSource {
  readonly from: RequestSource;
  readonly note: string;
}

/**
 * Who sends a request for a host when nobody says: a sidecar of `namespace`, or the gateway in view that alone serves the host. Of
 * variants of one resource the nearest to `file` counts.
 */
export function defaultSource(index: IndexView, host: string, namespace: string, file: string): AssumedSource {
  const gateway = onlyGateway(index, host, namespace, file);
  if (gateway !== undefined) {
    return { from: { gateway }, note: `Nothing says who asks: only Gateway ${gateway} serves ${host}, so the request arrives there.` };
  }
  return {
    from: { namespace, labels: {} },
    note: `Nothing says who asks: it is taken to be a pod of namespace ${namespace} with a sidecar and without labels.`,
  };
}

function onlyGateway(index: IndexView, host: string, namespace: string, file: string): string | undefined {
  const fqdn = resolveHost(host, namespace, index.mesh.domain);
  if (definitionsOf(index, fqdn.toLowerCase()).definitions.length > 0) return undefined;
  const names = new Set(index.names("virtual-service").map((name) => name.slice(name.indexOf("/") + 1)));
  const serving = [...names].flatMap((name) => {
    const variants = index.lookup(resourceKey("VirtualService", name)).filter((one) => isKind(one, "VirtualService"));
    return nearestVariants(variants, file).filter((one) => serves(index, one, host, fqdn));
  });
  const named = serving.filter(({ model }) => model.hosts.some(({ value }) => !isWildcardHost(value)));
  const candidates = named.length > 0 ? named : serving;
  if (candidates.some((one) => appliesToMesh(one.model))) return undefined;
  return candidates.flatMap((one) => gatewaysOf(index, one))[0];
}

function serves(index: IndexView, { model, effectiveNamespace }: Resource<VirtualService>, host: string, fqdn: string): boolean {
  return model.hosts.some(({ value }) => {
    const own = resolveHost(value, effectiveNamespace, index.mesh.domain).toLowerCase();
    return hostMatches(own, fqdn.toLowerCase()) || hostMatches(own, host.toLowerCase());
  });
}

/** `namespace/name` of the Gateways in view that a VirtualService names. */
function gatewaysOf(index: IndexView, { model, effectiveNamespace }: Resource<VirtualService>): readonly string[] {
  return model.gateways
    .filter(({ value }) => value !== meshGateway)
    .map(({ value }) => value)
    .filter((value) => gatewaysNamed(index, value, effectiveNamespace).length > 0)
    .map((value) => resolveGatewayName(value, effectiveNamespace));
}
