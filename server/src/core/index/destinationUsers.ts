import type { Destination } from "../model/destination";
import { isKind, type Resource } from "../model/resource";
import { destinationsOf, type Route, type VirtualService } from "../model/virtualService";
import { hostKey } from "./hostKey";
import { resolveHostIn } from "./hosts";
import type { IndexView } from "./indexView";
import { destinationUsersKey } from "./keys";

/** A place where a rule sends or mirrors traffic to a host. */
export interface DestinationUse {
  readonly resource: Resource<VirtualService>;
  readonly route: Route;
  readonly destination: Destination;
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
          return means === wanted ? [{ resource, route, destination }] : [];
        }),
      ),
    );
}
