import { resolveHostIn } from "../../index/hosts";
import { workloadsKey } from "../../index/keys";
import type { Destination } from "../../model/destination";
import { isKind } from "../../model/resource";
import { describeRoute, type Route } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go (weight 0 is dropped from several destinations, 5.5 of the routing semantics). */
export const destinationWithoutShare = defineRule({
  code: "destination-without-share",
  docs: {
    what: "One of several destinations has weight 0, or none, and no other rule sends anything there.",
    why: "The control plane leaves it out, so its pods get no request from this VirtualService: a canary that nobody can reach. A weight that is not written counts as 0 beside others. A lone destination gets everything, whatever its weight. Not reported where an Argo Rollout sets the weights.",
    bad: "route:\n- {destination: {host: website, subset: v1}, weight: 100}\n- {destination: {host: website, subset: v2}}",
    good: "route:\n- {destination: {host: website, subset: v1}, weight: 90}\n- {destination: {host: website, subset: v2}, weight: 10}",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "workloads"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const nameOf = (one: Destination) =>
      `${resolveHostIn(index, one.host?.value ?? "", resource.effectiveNamespace).fqdn}/${one.subset?.value ?? ""}`;
    const routes = resource.model.routes;
    const weighted = routes.filter(
      (route) => route.destinations.length > 1 && route.destinations.some((one) => (one.weight?.value ?? 0) > 0),
    );
    if (weighted.every((route) => route.destinations.every(hasShare))) return;
    const isWeighed = index
      .lookup(workloadsKey(resource.effectiveNamespace))
      .some((one) => isKind(one, "Workload") && one.model.weighs.includes(resource.name.value));
    if (isWeighed) return;
    const reached = new Set(routes.flatMap((route) => reachedBy(route).map(nameOf)));
    for (const route of weighted) {
      for (const destination of route.destinations) {
        if (destination.host === undefined || hasShare(destination) || reached.has(nameOf(destination))) continue;
        const name =
          destination.subset === undefined ? destination.host.value : `subset ${destination.subset.value} of ${destination.host.value}`;
        yield {
          at: destination.weight?.span ?? destination.subset?.span ?? destination.host.span,
          level: destination.weight === undefined ? "warning" : "hint",
          message:
            destination.weight === undefined
              ? `${name} has no weight beside others that have one, which counts as 0: ${describeRoute(route)} sends nothing there, and no other rule does.`
              : `With weight 0 ${describeRoute(route)} sends nothing to ${name}, and no other rule does: nobody can reach it yet.`,
        };
      }
    }
  },
});

function hasShare(destination: Destination): boolean {
  return (destination.weight?.value ?? 0) > 0;
}

function reachedBy(route: Route): readonly Destination[] {
  const chosen = route.destinations.length === 1 ? route.destinations : route.destinations.filter(hasShare);
  return [...chosen, ...route.mirrors.map((mirror) => mirror.destination)];
}
