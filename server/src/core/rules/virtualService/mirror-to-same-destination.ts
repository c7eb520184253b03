import { resolveHostIn } from "../../index/hosts";
import type { Destination } from "../../model/destination";
import { describeRoute } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go (5.6 of the routing semantics): mirrors are sent beside the request. */
export const mirrorToSameDestination = defineRule({
  code: "mirror-to-same-destination",
  docs: {
    what: "A rule mirrors requests to the destination that they are sent to anyway.",
    why: "The same pods get the request twice: what it changes is changed twice, and the load doubles. A mirror is for another version, whose answers are dropped.",
    bad: "route:\n- destination: {host: website, subset: v1}\nmirror: {host: website, subset: v1}",
    good: "route:\n- destination: {host: website, subset: v1}\nmirror: {host: website, subset: v2}",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    for (const route of resource.model.routes) {
      if (route.mirrors.length === 0) continue;
      const same = (a: Destination, b: Destination) =>
        a.host !== undefined &&
        b.host !== undefined &&
        a.subset?.value === b.subset?.value &&
        (a.port === undefined || b.port === undefined || a.port.value === b.port.value) &&
        resolveHostIn(index, a.host.value, resource.effectiveNamespace).fqdn ===
          resolveHostIn(index, b.host.value, resource.effectiveNamespace).fqdn;
      for (const { destination, percent } of route.mirrors) {
        if (destination.host === undefined || percent?.value === 0) continue;
        const target = route.destinations.find(
          (one) => same(one, destination) && (route.destinations.length === 1 || one.weight?.value !== 0),
        );
        if (target === undefined) continue;
        const name = `${destination.host.value}${destination.subset === undefined ? "" : `, subset ${destination.subset.value}`}`;
        yield {
          at: destination.subset?.span ?? destination.host.span,
          message: `${describeRoute(route)} sends requests to ${name} and mirrors them there as well: the same pods get each of them twice. Mirror to another version.`,
          related: [{ resource, span: target.subset?.span ?? target.host?.span ?? target.span, message: "the destination itself" }],
        };
      }
    }
  },
});
