import type { IndexView } from "../index/indexView";
import type { Resource } from "../model/resource";
import type { Route, VirtualService } from "../model/virtualService";
import { type Reachability, unreachedRules } from "../routing/reachability";

/** What of the rules of a VirtualService is never reached, worked out once for the rules that report it. */
export function unreached(index: IndexView, resource: Resource<VirtualService>): readonly Reachability[] {
  return index.once(`unreached ${resource.id}`, () =>
    (["http", "tls", "tcp"] as const).flatMap((protocol) =>
      unreachedAmong(
        resource,
        resource.model.routes.filter((route) => route.protocol === protocol),
      ),
    ),
  );
}

/** What would never be reached if the rules of one protocol were these, in this order. */
export function unreachedAmong({ model, effectiveNamespace }: Resource<VirtualService>, routes: readonly Route[]): readonly Reachability[] {
  return unreachedRules(
    model,
    effectiveNamespace,
    routes.map((route) => ({ route, takes: takenBy(route) })),
  );
}

/** A rule that delegates takes only what its delegate's rules match. */
function takenBy(route: Route): readonly Route[] {
  return route.delegate === undefined ? [route] : [];
}
