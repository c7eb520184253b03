import { resourceKey } from "../index/keys";
import type { Destination } from "../model/destination";
import { meshGateway, resolveGatewayName, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import type { Route, VirtualService } from "../model/virtualService";
import { mergeDelegate } from "./delegateMerge";
import type { Focus } from "./focus";
import type { EffectiveRule } from "./routeModel";
import { isVisible, textsOf } from "./visibility";

/**
 * The rules of a VirtualService in order, with each http rule that delegates replaced by those of the delegate
 * (pilot/pkg/config/kube/crdclient and pilot/pkg/model/virtualservice.go, mergeVirtualServices). One level: a delegate's own delegations are not followed.
 */
export function effectiveRules(focus: Focus, root: Resource<VirtualService>): readonly EffectiveRule[] {
  return root.model.routes.flatMap((written): readonly EffectiveRule[] => {
    const route = resolveNames(written, root.effectiveNamespace, focus.index.mesh.domain);
    const own = { route, root, source: root, written, rootRoute: written, delegated: undefined, dropped: undefined };
    if (written.protocol !== "http" || written.delegate === undefined) return [own];
    const delegate = delegateOf(focus, root, written);
    if (typeof delegate === "string") return [{ ...own, dropped: delegate }];
    return delegate.model.routes
      .filter((one) => one.protocol === "http")
      .map((leaf, delegated) => {
        const merged = mergeDelegate(route, resolveNames(leaf, delegate.effectiveNamespace, focus.index.mesh.domain));
        const place = { root, source: delegate, written: leaf, rootRoute: written, delegated };
        return merged === undefined
          ? { ...place, route, dropped: "Its conditions contradict those of the rule that delegates to it, so it is left out." }
          : { ...place, route: merged, dropped: undefined };
      });
  });
}

/** The VirtualService that a rule delegates to, or why there is none. */
function delegateOf(focus: Focus, root: Resource<VirtualService>, route: Route): Resource<VirtualService> | string {
  const name = route.delegate?.name?.value ?? "";
  const namespace = route.delegate?.namespace?.value ?? root.effectiveNamespace;
  const named = focus.index.lookup(resourceKey("VirtualService", name)).filter((one) => isKind(one, "VirtualService"));
  const pinned = named.filter((one) => one.effectiveNamespace === namespace);
  const [found] = focus.pick(pinned.length > 0 ? pinned : named.filter((one) => one.namespace === undefined));
  if (found === undefined) return `VirtualService ${namespace}/${name} is not there, so this rule is left out.`;
  if (
    !isVisible(
      textsOf(found.model.exportTo),
      focus.index.mesh.defaultExportTo.virtualService,
      found.effectiveNamespace,
      root.effectiveNamespace,
    )
  ) {
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
