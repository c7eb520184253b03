import type { IndexView } from "../index/indexView";
import { resourceKey } from "../index/keys";
import { companions, nearest } from "../index/nearest";
import type { Destination } from "../model/destination";
import { meshGateway, resolveGatewayName, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import type { Route, VirtualService } from "../model/virtualService";
import { mergeDelegate } from "./delegateMerge";

/** A rule as it takes part in routing: names resolved, delegation done. */
export interface EffectiveRule {
  /** Hosts fully qualified, gateways as `mesh` or `namespace/name`; a delegate's rule merged with the one that delegates. */
  readonly route: Route;
  /** The VirtualService whose hosts and gateways the rule has. */
  readonly root: Resource<VirtualService>;
  /** Where the rule is written: the root, or the delegate. */
  readonly source: Resource<VirtualService>;
  /** The rule as written in `source`. */
  readonly written: Route;
  /** The rule of the root: the one that delegates, or the rule itself. */
  readonly rootRoute: Route;
  /** Position in the delegate's http rules. */
  readonly delegated: number | undefined;
  /** Set where the control plane leaves the rule out. */
  readonly dropped: string | undefined;
}

/**
 * The rules of a VirtualService in order, with each http rule that delegates replaced by those of the delegate
 * (pilot/pkg/config/kube/crdclient and pilot/pkg/model/virtualservice.go, mergeVirtualServices). One level: a delegate's own delegations are not followed.
 */
export function effectiveRules(index: IndexView, root: Resource<VirtualService>): readonly EffectiveRule[] {
  return root.model.routes.flatMap((written): readonly EffectiveRule[] => {
    const route = resolveNames(written, root.effectiveNamespace, index.mesh.domain);
    const own = { route, root, source: root, written, rootRoute: written, delegated: undefined, dropped: undefined };
    if (written.protocol !== "http" || written.delegate === undefined) return [own];
    const delegate = delegateOf(index, root, written);
    if (typeof delegate === "string") return [{ ...own, dropped: delegate }];
    return delegate.model.routes
      .filter((one) => one.protocol === "http")
      .map((leaf, delegated) => {
        const merged = mergeDelegate(route, resolveNames(leaf, delegate.effectiveNamespace, index.mesh.domain));
        const place = { root, source: delegate, written: leaf, rootRoute: written, delegated };
        return merged === undefined
          ? { ...place, route, dropped: "Its conditions contradict those of the rule that delegates to it, so it is left out." }
          : { ...place, route: merged, dropped: undefined };
      });
  });
}

/** The VirtualService that a rule delegates to, or why there is none. */
export function delegateOf(index: IndexView, root: Resource<VirtualService>, route: Route): Resource<VirtualService> | string {
  const name = route.delegate?.name?.value ?? "";
  const namespace = route.delegate?.namespace?.value ?? root.effectiveNamespace;
  const named = index.lookup(resourceKey("VirtualService", name)).filter((one) => isKind(one, "VirtualService"));
  const pinned = named.filter((one) => one.effectiveNamespace === namespace);
  const found = nearest(companions(pinned.length > 0 ? pinned : named.filter((one) => one.namespace === undefined), root.file), root.file);
  if (found === undefined) return `VirtualService ${namespace}/${name} is not there, so this rule is left out.`;
  const exports = found.model.exportTo.map((one) => (one.value === "." ? found.effectiveNamespace : one.value));
  if (exports.length > 0 && !exports.includes("*") && !exports.includes(root.effectiveNamespace)) {
    return `VirtualService ${namespace}/${name} is not exported to namespace ${root.effectiveNamespace}, so this rule is left out.`;
  }
  if (found.model.hosts.length > 0) return `VirtualService ${namespace}/${name} has hosts, so it is no delegate and this rule is left out.`;
  return found;
}

/** The rule with hosts fully qualified and gateways as `namespace/name`, as seen from `namespace`. */
export function resolveNames(route: Route, namespace: string, domain: string): Route {
  return {
    ...route,
    matches: route.matches.map((match) =>
      match.gateways.length === 0
        ? match
        : {
            ...match,
            gateways: match.gateways.map((one) => ({
              ...one,
              value: one.value === meshGateway ? meshGateway : resolveGatewayName(one.value, namespace),
            })),
          },
    ),
    destinations: route.destinations.map((one) => resolveDestinationHost(one, namespace, domain)),
    mirrors: route.mirrors.map((mirror) => ({ ...mirror, destination: resolveDestinationHost(mirror.destination, namespace, domain) })),
  };
}

function resolveDestinationHost(destination: Destination, namespace: string, domain: string): Destination {
  const { host } = destination;
  return host === undefined ? destination : { ...destination, host: { ...host, value: resolveHost(host.value, namespace, domain) } };
}
