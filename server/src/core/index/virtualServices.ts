import { isWildcardHost, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import type { VirtualService } from "../model/virtualService";
import type { Spanned } from "../text/span";
import { hostKey } from "./hostKey";
import { definitionsOf } from "./hosts";
import type { IndexView } from "./indexView";
import { virtualServiceKey, wildcardVirtualServiceKey } from "./keys";
import { mayCoexist, nearestVariants } from "./nearest";

/** A VirtualService and how it writes a host. */
export interface HostUse {
  readonly resource: Resource<VirtualService>;
  readonly host: Spanned<string>;
}

/**
 * The VirtualServices in view with exactly this host (fully qualified, or a wildcard), one per object: of variants the nearest to
 * `file`. A Service without a namespace stands for the one that is named.
 */
export function virtualServicesWithHost(index: IndexView, fqdn: string, file: string): readonly HostUse[] {
  const { domain } = index.mesh;
  const key = isWildcardHost(fqdn) ? wildcardVirtualServiceKey : virtualServiceKey(hostKey(fqdn, domain));
  const named = index.lookup(key).filter((one) => isKind(one, "VirtualService"));
  const canonical = (written: string, namespace: string) => {
    const resolved = resolveHost(written, namespace, domain);
    return (isWildcardHost(resolved) ? resolved : definitionsOf(index, resolved).fqdn).toLowerCase();
  };
  return nearestVariants(named, file).flatMap((resource) => {
    const host = resource.model.hosts.find((one) => canonical(one.value, resource.effectiveNamespace) === fqdn.toLowerCase());
    return host === undefined ? [] : [{ resource, host }];
  });
}

/** As `virtualServicesWithHost`, without `own` and what is never in a cluster together with it. */
export function rivalsForHost(index: IndexView, own: Resource<VirtualService>, written: string): readonly HostUse[] {
  const resolved = resolveHost(written, own.effectiveNamespace, index.mesh.domain);
  const fqdn = isWildcardHost(resolved) ? resolved : definitionsOf(index, resolved).fqdn;
  return virtualServicesWithHost(index, fqdn, own.file).filter((use) => mayCoexist(own, use.resource));
}
