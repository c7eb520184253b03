import { resolveHostIn } from "../../index/hosts";
import { describeRoute } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: Kiali route_checker.go; shares of one cluster add up in Envoy's weighted clusters. */
export const destinationRepeated = defineRule({
  code: "destination-repeated",
  docs: {
    what: "A rule names the same host, subset and port twice.",
    why: "The shares add up, so one version gets more than is meant: most often the subset of the second entry was forgotten to be changed.",
    bad: "route:\n- {destination: {host: website, subset: v1}, weight: 90}\n- {destination: {host: website, subset: v1}, weight: 10}",
    good: "route:\n- {destination: {host: website, subset: v1}, weight: 90}\n- {destination: {host: website, subset: v2}, weight: 10}",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host"],
  istio: [],
  kiali: ["KIA1105"],
  *check(resource, { index }) {
    for (const route of resource.model.routes) {
      if (route.destinations.length < 2) continue;
      const seen = new Map<string, (typeof route.destinations)[number]>();
      for (const destination of route.destinations) {
        const { host, subset, port, headers } = destination;
        if (host === undefined || headers !== undefined) continue;
        const { fqdn } = resolveHostIn(index, host.value, resource.effectiveNamespace);
        const key = `${fqdn}/${subset?.value ?? ""}/${port?.value ?? ""}`;
        const first = seen.get(key);
        if (first === undefined) {
          seen.set(key, destination);
          continue;
        }
        yield {
          at: subset?.span ?? host.span,
          message: `${describeRoute(route)} names ${host.value}${subset === undefined ? "" : `, subset ${subset.value},`} twice: the shares add up. Did you mean another subset?`,
          related: [{ resource, span: first.subset?.span ?? first.host?.span ?? first.span, message: "named here already" }],
        };
      }
    }
  },
});
