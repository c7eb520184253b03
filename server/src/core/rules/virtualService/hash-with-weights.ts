import { consultedDestinationRules } from "../../index/destinationRules";
import { resolveHostIn } from "../../index/hosts";
import { companions } from "../../index/nearest";
import type { DestinationRule, TrafficPolicy } from "../../model/destinationRule";
import { describeResource, type Resource } from "../../model/resource";
import { describeRoute } from "../../model/virtualService";
import type { Spanned } from "../../text/span";
import { defineRule } from "../rule";

/** Source: Envoy weighted clusters are chosen per request before the load balancer; istio/api destination_rule.proto ConsistentHashLB. */
export const hashWithWeights = defineRule({
  code: "hash-with-weights",
  docs: {
    what: "A rule splits by weights between subsets of a host whose DestinationRule keeps callers on one pod by consistent hashing.",
    why: "The subset is drawn anew for each request, before the hash chooses a pod within it: a caller does not stay with one version. Sessions that live in a pod are lost whenever the draw changes.",
    bad: "# DestinationRule: loadBalancer: {consistentHash: {httpCookie: {name: user}}}\nroute:\n- {destination: {host: website, subset: v1}, weight: 90}\n- {destination: {host: website, subset: v2}, weight: 10}",
    good: "match: [{headers: {cookie: {regex: '.*group=beta.*'}}}]\nroute:\n- destination: {host: website, subset: v2}",
  },
  level: "information",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    for (const route of resource.model.routes) {
      const shared = route.destinations.filter((one) => one.subset !== undefined && (one.weight?.value ?? 0) > 0);
      const [first] = shared;
      if (route.protocol !== "http" || shared.length < 2 || first?.host === undefined || first.weight === undefined) continue;
      const resolved = resolveHostIn(index, first.host.value, resource.effectiveNamespace);
      const same = shared.filter(
        (one) => one.host !== undefined && resolveHostIn(index, one.host.value, resource.effectiveNamespace).fqdn === resolved.fqdn,
      );
      if (same.length < 2) continue;
      const rules = companions(consultedDestinationRules(index, resolved, [resource.effectiveNamespace]), resource.file);
      const hashing = rules.flatMap((rule) =>
        hashesOf(
          rule,
          same.map((one) => one.subset?.value ?? ""),
        ).map((hash) => ({ rule, hash })),
      );
      const [found] = hashing;
      if (found === undefined) continue;
      yield {
        at: first.weight.span,
        message: `${describeResource(found.rule)} keeps callers on one pod (${found.hash.value}), but ${describeRoute(route)} draws the version anew for each request: callers do not stay with one version. Choose the version by a header or cookie instead.`,
        related: [{ resource: found.rule, span: found.hash.span, message: "consistent hashing" }],
      };
    }
  },
});

function hashesOf(rule: Resource<DestinationRule>, subsets: readonly string[]): readonly Spanned<string>[] {
  const policies: readonly (TrafficPolicy | undefined)[] = [
    rule.model.trafficPolicy,
    ...(rule.model.trafficPolicy?.portLevelSettings ?? []),
    ...rule.model.subsets.filter((subset) => subsets.includes(subset.name?.value ?? "")).map((subset) => subset.trafficPolicy),
  ];
  return policies.flatMap((policy) => policy?.loadBalancer?.consistentHash ?? []);
}
