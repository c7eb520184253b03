import { destinationRulesFor } from "../../index/destinationRules";
import { resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { companions } from "../../index/nearest";
import type { Destination } from "../../model/destination";
import type { Resource } from "../../model/resource";
import { describeRoute, type Route, type VirtualService } from "../../model/virtualService";
import type { Fix, FixContext } from "../finding";
import { removeItem, replaceValue } from "../fixText";
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
          fixes: (context) => [...otherSubsets(resource, route, destination, index), ...unite(resource, first, destination, context)],
        };
      }
    }
  },
});

/** The other subsets of the host that the rule does not name yet. */
function otherSubsets(resource: Resource<VirtualService>, route: Route, { host, subset }: Destination, index: IndexView): readonly Fix[] {
  if (host === undefined || subset === undefined) return [];
  const rules = destinationRulesFor(index, resolveHostIn(index, host.value, resource.effectiveNamespace));
  const defined = companions(rules, resource.file).flatMap((rule) => rule.model.subsets.flatMap(({ name }) => name?.value ?? []));
  const named = route.destinations.map((one) => one.subset?.value);
  return [...new Set(defined)]
    .filter((name) => !named.includes(name))
    .slice(0, 3)
    .map((name) => replaceValue(resource, subset, name, "suggestion"));
}

/** Takes the repetition out and gives its share to the first; both have a weight, or none. */
function unite(resource: Resource, first: Destination, second: Destination, context: FixContext): readonly Fix[] {
  const [fix] = removeItem(context, resource, second.span, "Remove the repetition");
  if (fix === undefined || (first.weight === undefined) !== (second.weight === undefined)) return [];
  if (first.weight === undefined || second.weight === undefined) return [fix];
  const sum = first.weight.value + second.weight.value;
  return [
    {
      ...fix,
      title: `Remove the repetition and change the weight to ${sum}`,
      edits: [{ in: resource, span: first.weight.span, newText: String(sum) }, ...fix.edits],
    },
  ];
}
