import { type HostUse, rivalsForHost } from "../../index/virtualServices";
import { meshGateway } from "../../model/host";
import { describeResource, type Resource } from "../../model/resource";
import { describeRoute, placeOfRoute, type Route, type VirtualService } from "../../model/virtualService";
import { matchEntriesOf } from "../../routing/matchRule";
import { boundGateways } from "../../routing/reachability";
import { SharedHost } from "../../routing/sharedHost";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/gateway.go SortVHostRoutes (6.4 of the routing semantics). */
export const shadowedAtGateway = defineRule({
  code: "shadowed-at-gateway",
  docs: {
    what: "At a gateway, the rules of another VirtualService for the same host take every request of a rule.",
    why: "A gateway joins the rules of all VirtualServices for a host, the oldest first (objects of one age by name), and puts rules without conditions to the end. What an earlier VirtualService takes never reaches the later one, and of several rules without conditions only the first is used. Files do not tell the age: the order by name is assumed. istioctl looks at the mesh only.",
    bad: "metadata: {name: api}      # hosts: [shop.example.com], prefix /api\n---\nmetadata: {name: api-v2}   # hosts: [shop.example.com], prefix /api/v2",
    good: "metadata: {name: api}\nspec:\n  hosts: [shop.example.com]\n  http: []   # /api/v2, then /api",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["virtual-service", "wildcard-virtual-service", "host", "wildcard-host"],
  istio: [],
  kiali: ["KIA1106"],
  *check(resource, { index }) {
    const bound = boundGateways(resource.model, resource.effectiveNamespace).filter((gateway) => gateway !== meshGateway);
    if (bound.length === 0) return;
    const reported = new Set<Route>();
    for (const host of resource.model.hosts) {
      const rivals = rivalsForHost(index, resource, host.value).filter((rival) => comesFirst(rival.resource, resource));
      for (const gateway of bound) {
        const there = rivals.filter((rival) => boundGateways(rival.resource.model, rival.resource.effectiveNamespace).includes(gateway));
        if (there.length === 0) continue;
        const shared = joined(there, gateway);
        for (const route of resource.model.routes) {
          if (route.protocol !== "http" || route.delegate !== undefined || reported.has(route)) continue;
          const takers = shared.takersOf(matchEntriesOf(route, resource.effectiveNamespace));
          const [first] = takers ?? [];
          if (takers === undefined || first === undefined) continue;
          reported.add(route);
          yield {
            at: placeOfRoute(route),
            message: `At gateway ${gateway}, ${describeRoute(first.route)} of ${describeResource(first.resource)} takes every request for ${host.value} that this rule matches, unless this VirtualService is the older one. Put the rules into one VirtualService, the narrower ones first.`,
            related: takers.slice(0, 3).map((taker) => ({
              resource: taker.resource,
              span: placeOfRoute(taker.route),
              message: "takes the requests of this rule",
            })),
          };
        }
      }
    }
  },
});

function joined(
  rivals: readonly HostUse[],
  gateway: string,
): SharedHost<{ readonly resource: Resource<VirtualService>; readonly route: Route }> {
  const shared = new SharedHost<{ readonly resource: Resource<VirtualService>; readonly route: Route }>(gateway);
  for (const { resource } of rivals) {
    for (const route of resource.model.routes) {
      if (route.protocol === "http" && route.delegate === undefined) {
        shared.add(matchEntriesOf(route, resource.effectiveNamespace), { resource, route });
      }
    }
  }
  return shared;
}

function comesFirst(a: Resource, b: Resource): boolean {
  return a.name.value === b.name.value ? a.effectiveNamespace < b.effectiveNamespace : a.name.value < b.name.value;
}
