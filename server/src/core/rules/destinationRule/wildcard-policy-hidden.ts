import { destinationRulesFor } from "../../index/destinationRules";
import { exportScope, isSeenIn } from "../../index/exportScope";
import { resolveHostIn } from "../../index/hosts";
import { mayCoexist } from "../../index/nearest";
import type { TrafficPolicy } from "../../model/destinationRule";
import { isWildcardHost } from "../../model/host";
import { describeResource } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/push_context.go destinationRule (9.1 of the routing semantics: the most specific host, nothing is combined). */
export const wildcardPolicyHidden = defineRule({
  code: "wildcard-policy-hidden",
  docs: {
    what: "A DestinationRule for a host takes away parts of the policy that a rule with a wildcard host sets for all hosts.",
    why: "The rule with the more specific host is taken alone, and one of the namespace before those of the root namespace, which are for the mesh. What the other one says, about TLS for instance, does not hold for this host any more. Kiali reports TLS only.",
    bad: 'kind: DestinationRule\nspec:\n  host: "*.shop.svc.cluster.local"\n  trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3}}\n---\nkind: DestinationRule\nspec:\n  host: website\n  subsets: [{name: v1, labels: {version: v1}}]',
    good: "kind: DestinationRule\nspec:\n  host: website\n  trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3}}\n  subsets: [{name: v1, labels: {version: v1}}]",
  },
  level: "hint",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule"],
  istio: [],
  kiali: ["KIA0204"],
  *check(resource, { index }) {
    const { host, trafficPolicy, workloadSelector } = resource.model;
    if (host === undefined || isWildcardHost(host.value) || workloadSelector !== undefined) return;
    const resolved = resolveHostIn(index, host.value, resource.effectiveNamespace);
    const wider = destinationRulesFor(index, resolved).filter(
      (rule) =>
        isWildcardHost(rule.model.host?.value ?? "") &&
        rule.model.workloadSelector === undefined &&
        isSeenIn(
          exportScope(rule.model.exportTo, rule.effectiveNamespace, index.mesh.defaultExportTo.destinationRule),
          resource.effectiveNamespace,
        ) &&
        mayCoexist(resource, rule),
    );
    const hidden = [resource.effectiveNamespace, index.mesh.rootNamespace]
      .map((namespace) => wider.find((rule) => rule.effectiveNamespace === namespace))
      .find((rule) => rule !== undefined);
    const own = new Set(partsOf(trafficPolicy));
    const lost = partsOf(hidden?.model.trafficPolicy).filter((part) => !own.has(part));
    if (hidden === undefined || lost.length === 0) return;
    yield {
      at: host.span,
      message: `${describeResource(hidden)} sets ${lost.join(", ")} for ${hidden.model.host?.value}, but not for ${host.value}: the rule with the more specific host, this one, is taken alone.`,
      related: [{ resource: hidden, span: hidden.model.host?.span ?? hidden.name.span, message: `sets ${lost.join(", ")}` }],
    };
  },
});

const parts = ["loadBalancer", "connectionPool", "outlierDetection", "tls", "tunnel", "proxyProtocol", "retryBudget"] as const;

function partsOf(policy: TrafficPolicy | undefined): readonly string[] {
  return parts.filter((part) => policy?.[part] !== undefined);
}
