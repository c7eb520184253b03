import type { Destination } from "../model/destination";
import { isKind, type Resource } from "../model/resource";
import { destinationsOf, type Route, type VirtualService } from "../model/virtualService";
import { hostKey } from "./hostKey";
import { resolveHostIn } from "./hosts";
import type { IndexView } from "./indexView";
import { destinationUsersKey } from "./keys";

/** A place where a rule sends or mirrors traffic to a host; of the rule and the destination what `usesIn` compares. */
export interface DestinationUse {
  readonly resource: Resource;
  readonly route: Pick<Route, "protocol" | "span">;
  readonly destination: Pick<Destination, "host" | "subset" | "port">;
  /** One of several of its rule, with weight 0: nothing is sent there. */
  readonly isIdle: boolean;
}

/** What readers of `destination-users` see of a VirtualService: a change of anything else, such as a weight, is none to them. */
export function usesIn({ model, name, effectiveNamespace }: Resource<VirtualService>): unknown {
  const routes = model.routes.map((route) => ({
    protocol: route.protocol,
    destinations: destinationsOf(route).map((one) => ({ host: one.host, subset: one.subset, port: one.port, isIdle: isIdle(route, one) })),
  }));
  return { name, effectiveNamespace, routes };
}

function isIdle({ destinations }: Route, { weight }: Destination): boolean {
  return destinations.length > 1 && weight?.value === 0;
}

/** Every destination and mirror in view that means the host `fqdn`, of all VirtualServices, delegates and variants included. */
export function destinationUses(index: IndexView, fqdn: string): readonly DestinationUse[] {
  const wanted = fqdn.toLowerCase();
  return index
    .lookup(destinationUsersKey(hostKey(fqdn, index.mesh.domain)))
    .filter((one) => isKind(one, "VirtualService"))
    .flatMap((resource) =>
      resource.model.routes.flatMap((route) =>
        destinationsOf(route).flatMap((destination) => {
          const { host } = destination;
          if (host === undefined) return [];
          const means = resolveHostIn(index, host.value, resource.effectiveNamespace).fqdn.toLowerCase();
          return means === wanted ? [{ resource, route, destination, isIdle: isIdle(route, destination) }] : [];
        }),
      ),
    );
}
