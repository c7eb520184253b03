import { destinationRuleHost, destinationRulesFor } from "../../index/destinationRules";
import { exportScope } from "../../index/exportScope";
import { resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { wildcardDestinationRuleKey } from "../../index/keys";
import { mayCoexist } from "../../index/nearest";
import type { DestinationRule } from "../../model/destinationRule";
import { isWildcardHost } from "../../model/host";
import { describeLabels } from "../../model/labels";
import type { MeshSettings } from "../../model/mesh";
import { describeResource, isKind, type Resource } from "../../model/resource";
import type { Span } from "../../text/span";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/destination_rule.go mergeDestinationRule (9.2 and 9.3 of the routing semantics). */
export const destinationRuleConflict = defineRule({
  code: "destination-rule-conflict",
  docs: {
    what: "Two DestinationRules of one namespace have the same host and say different things of it.",
    why: "Rules of one namespace and host are merged, the oldest first; files do not say which one that is. Subsets are put together, but of subsets with one name, and of traffic policies, the oldest rule's counts. Rules exported to different namespaces are not merged unless the later reaches further: sidecars then take one of them whole. Kiali also reports rules that share no subset, which merge well, and rules of different namespaces, of which the nearer one is meant to win. A wildcard beside a host it covers is no conflict: the more specific rule is taken alone.",
    bad: "kind: DestinationRule\nmetadata: {name: website}\nspec: {host: website, trafficPolicy: {loadBalancer: {simple: RANDOM}}}\n---\nkind: DestinationRule\nmetadata: {name: website-tls}\nspec: {host: website, trafficPolicy: {tls: {mode: DISABLE}}}",
    good: "kind: DestinationRule\nmetadata: {name: website}\nspec:\n  host: website\n  trafficPolicy: {loadBalancer: {simple: RANDOM}, tls: {mode: DISABLE}}",
  },
  level: "warning",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule"],
  istio: [],
  kiali: ["KIA0201"],
  *check(resource, { index }) {
    const { host } = resource.model;
    if (host === undefined) return;
    const rivals = rulesOfHost(index, host.value, resource).filter(
      (other) => other.effectiveNamespace === resource.effectiveNamespace && sameWorkloads(resource, other) && mayCoexist(resource, other),
    );
    for (const rival of rivals) {
      const conflict = conflictOf(resource, rival, index.mesh);
      if (conflict === undefined) continue;
      yield {
        at: conflict.at,
        message: `${describeResource(rival)} is for ${host.value} too, and ${conflict.message}. Put both into one DestinationRule.`,
        related: [{ resource: rival, span: conflict.there, message: `the same host in ${describeResource(rival)}` }],
      };
    }
  },
});

/** The DestinationRules, of any namespace, that have the very same host; a wildcard and what it covers are not merged. */
function rulesOfHost(index: IndexView, host: string, from: Resource<DestinationRule>): readonly Resource<DestinationRule>[] {
  if (isWildcardHost(host)) {
    return index
      .lookup(wildcardDestinationRuleKey)
      .filter((rule): rule is Resource<DestinationRule> => isKind(rule, "DestinationRule"))
      .filter((rule) => rule.model.host?.value.toLowerCase() === host.toLowerCase());
  }
  const resolved = resolveHostIn(index, host, from.effectiveNamespace);
  return destinationRulesFor(index, resolved).filter(
    (rule) => destinationRuleHost(index, rule)?.toLowerCase() === resolved.fqdn.toLowerCase(),
  );
}

interface Conflict {
  readonly at: Span;
  readonly there: Span;
  readonly message: string;
}

/** What is lost of one of two rules for one host, and where; undefined where they merge without loss. */
function conflictOf(own: Resource<DestinationRule>, other: Resource<DestinationRule>, mesh: MeshSettings): Conflict | undefined {
  const at = own.model.host?.span ?? own.name.span;
  const there = other.model.host?.span ?? other.name.span;
  if (!sameScope(own, other, mesh)) {
    return {
      at,
      there,
      message:
        "the two are exported to different namespaces: where both are seen, they may not be merged, and subsets and policies of one are missing",
    };
  }
  for (const subset of own.model.subsets) {
    const same = other.model.subsets.find((one) => one.name?.value === subset.name?.value);
    if (subset.name === undefined || same?.name === undefined) continue;
    return {
      at: subset.name.span,
      there: same.name.span,
      message: `both define subset "${subset.name.value}": the older rule's counts`,
    };
  }
  if (own.model.trafficPolicy !== undefined && other.model.trafficPolicy !== undefined) {
    return { at, there, message: "both have a trafficPolicy: the older rule's counts as a whole, the other's is ignored" };
  }
  return undefined;
}

function sameScope(a: Resource<DestinationRule>, b: Resource<DestinationRule>, { defaultExportTo }: MeshSettings): boolean {
  const [left, right] = [a, b].map((one) => exportScope(one.model.exportTo, one.effectiveNamespace, defaultExportTo.destinationRule));
  if (left === undefined || right === undefined || left === "everywhere" || right === "everywhere") return left === right;
  return left.size === right.size && [...left].every((namespace) => right.has(namespace));
}

/** For the same callers: rules without a workloadSelector, or with equal ones. */
function sameWorkloads(a: Resource<DestinationRule>, b: Resource<DestinationRule>): boolean {
  const [left, right] = [a, b].map(({ model }) => (model.workloadSelector === undefined ? "" : describeLabels(model.workloadSelector)));
  return left === right;
}
