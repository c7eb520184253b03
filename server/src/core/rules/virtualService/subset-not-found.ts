import { subsetsNamed } from "../../index/destinationRules";
import { definitionsOf, nearestDefinition, type ResolvedHost, resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { resourceKey } from "../../index/keys";
import { workloadsBehind } from "../../index/workloads";
import type { DestinationRule } from "../../model/destinationRule";
import { isWildcardHost, parseServiceHost } from "../../model/host";
import { describeResource, isKind, type Resource } from "../../model/resource";
import { describeRoute, type VirtualService } from "../../model/virtualService";
import { type Existence, type JudgedDestination, judgedDestinations } from "../../routing/judgedDestinations";
import type { MeshView } from "../../routing/meshView";
import { type MergedRule, ruleFor, rulesForHost } from "../../routing/ruleChoice";
import { similarNames } from "../../text/similar";
import type { Spanned } from "../../text/span";
import { destinationReads } from "../destinationReads";
import type { Finding, Fix, FixContext } from "../finding";
import { changeTree, replaceValue } from "../fixText";
import { defineRule } from "../rule";
import { createDestinationRule, labelsForSubset, subsetInsertion } from "../subsetFix";

/** Source: pilot/pkg/model/push_context.go destinationRule (which namespaces are consulted); analyzer virtualservice.DestinationRuleAnalyzer. */
export const subsetNotFound = defineRule({
  code: "subset-not-found",
  docs: {
    what: "A destination names a subset that no DestinationRule of its host defines.",
    why: "The cluster `outbound|port|subset|host` does not exist, so every request that takes the rule gets 503 (response flag NC). Only DestinationRules in the client's, the service's and the root namespace are consulted, in this order, and the first namespace that has one for the host wins; clients are the sidecars that see the VirtualService, and the pods of its gateways. istioctl compares names only: it knows no wildcard hosts, no order and no exportTo.",
    bad: "destination:\n  host: website\n  subset: version-2   # the DestinationRule has version-1 only",
    good: "subsets:\n- name: version-1\n  labels: {version: v1}\n- name: version-2\n  labels: {version: v2}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: destinationReads,
  istio: ["IST0101"],
  kiali: ["KIA1107"],
  *check(resource, { index }) {
    const { view, destinations } = judgedDestinations(index, resource);
    for (const use of destinations) {
      const { subset } = use.written;
      const found = use.subsetExistence();
      if (subset !== undefined && found?.cluster.missing === "no-subset") yield judgeSubset(resource, view, use, subset, found);
    }
  },
});

function judgeSubset(
  resource: Resource<VirtualService>,
  view: MeshView,
  { route, written: { host } }: JudgedDestination,
  subset: Spanned<string>,
  found: Existence,
): Finding {
  const { index } = view;
  const { cluster, context } = found;
  const service = cluster.service ?? { hostname: cluster.host, namespace: context.proxy.namespace };
  const resolved = definitionsOf(index, cluster.host);
  const fails = `requests of ${describeRoute(route)} get 503`;
  const create = (): Fix => createDestinationRule(resolved, host.value, subset.value, resource, index);
  const merged = ruleFor(view.focus, context.proxy, service);
  if (merged !== undefined) return otherSubsets(resource, merged, subset, host.value, fails, index);
  const [unused] = subsetsNamed(rulesForHost(view.focus, service), subset.value);
  if (unused !== undefined) {
    const { rule } = unused;
    return {
      at: subset.span,
      ...(found.state === "unknown" ? { absence: "not-in-view" as const } : {}),
      message: `Subset "${subset.value}" is defined by DestinationRule ${rule.effectiveNamespace}/${rule.name.value}, but rules of that namespace are never consulted for ${host.value} here, so ${fails}. Move it to namespace ${service.namespace}.`,
      related: [{ resource: rule, span: rule.name.span, message: "never consulted" }],
      fixes: () => [create()],
    };
  }
  const misnamed = ruleForNoHost(index, cluster.host, subset.value);
  if (misnamed !== undefined) {
    return {
      at: subset.span,
      message: `Subset "${subset.value}" is defined by ${describeResource(misnamed)}, but for the host "${misnamed.model.host?.value}", which does not exist, so ${fails}. Mend the host there.`,
      related: [{ resource: misnamed, span: misnamed.model.host?.span ?? misnamed.name.span, message: "the host of the DestinationRule" }],
    };
  }
  const known = found.state === "broken";
  return {
    at: subset.span,
    ...(known ? {} : { absence: "not-in-view" as const }),
    message: known
      ? `No DestinationRule defines subsets for ${host.value}, so subset "${subset.value}" does not exist and ${fails}.`
      : `No DestinationRule for ${host.value} is in view. If the mesh has none with subset "${subset.value}" either, ${fails}.`,
    fixes: () => [create()],
  };
}

/** A DestinationRule with the name of the Service that defines the subset for a host that nothing defines: its host is a slip. */
function ruleForNoHost(index: IndexView, fqdn: string, subset: string): Resource<DestinationRule> | undefined {
  const service = parseServiceHost(fqdn, index.mesh.domain);
  return index
    .lookup(resourceKey("DestinationRule", service?.service ?? ""))
    .filter((one): one is Resource<DestinationRule> => isKind(one, "DestinationRule") && one.effectiveNamespace === service?.namespace)
    .find(
      (rule) =>
        subsetsNamed([rule], subset).length > 0 &&
        rule.model.host !== undefined &&
        !isWildcardHost(rule.model.host.value) &&
        resolveHostIn(index, rule.model.host.value, rule.effectiveNamespace).definitions.length === 0,
    );
}

/** The rule that the clients get defines others. */
function otherSubsets(
  resource: Resource<VirtualService>,
  { rule, subsets }: MergedRule,
  subset: Spanned<string>,
  host: string,
  fails: string,
  index: IndexView,
): Finding {
  const names = subsets.flatMap((one) => one.subset.name?.value ?? []);
  const near = similarNames(subset.value, names);
  const defined = names.length === 0 ? "it defines none" : `it defines ${names.join(", ")}`;
  return {
    at: subset.span,
    message: `DestinationRule ${rule.name.value} has no subset "${subset.value}" (${defined}), so ${fails}.${near[0] === undefined ? "" : ` Did you mean ${near[0]}?`}`,
    related: [{ resource: rule, span: rule.name.span, message: `DestinationRule for ${host}` }],
    fixes: (context) => [
      ...addSubset(rule, resolveHostIn(index, host, resource.effectiveNamespace), subset.value, index, context),
      ...near.map((name) => replaceValue(resource, subset, name, "suggestion")),
    ],
  };
}

function addSubset(
  rule: Resource<DestinationRule>,
  host: ResolvedHost,
  name: string,
  index: IndexView,
  context: FixContext,
): readonly Fix[] {
  const definition = nearestDefinition(host, rule.file);
  const workloads = definition === undefined ? [] : workloadsBehind(index, definition);
  const { labels, certain } = labelsForSubset(name, rule, workloads);
  const change = subsetInsertion(rule, name, labels);
  if (change === undefined) return [];
  const title = `Add subset ${name} to DestinationRule ${rule.name.value}`;
  return changeTree(context, rule, change, { title, kind: certain ? "safe" : "suggestion" });
}
