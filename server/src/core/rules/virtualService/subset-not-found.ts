import { consultedDestinationRules, destinationRulesFor, subsetsNamed } from "../../index/destinationRules";
import { nearestDefinition, type ResolvedHost, resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { companions, nearest } from "../../index/nearest";
import { workloadsBehind } from "../../index/workloads";
import type { Destination } from "../../model/destination";
import type { DestinationRule } from "../../model/destinationRule";
import type { Resource } from "../../model/resource";
import { describeRoute, destinationsOf, type Route, type VirtualService } from "../../model/virtualService";
import { similarNames } from "../../text/similar";
import type { Spanned } from "../../text/span";
import type { Finding, Fix, FixContext } from "../finding";
import { changeTree, replaceValue } from "../fixText";
import { defineRule } from "../rule";
import { createDestinationRule, labelsForSubset, subsetInsertion } from "../subsetFix";

/** Source: pilot/pkg/model/push_context.go destinationRule (which namespaces are consulted); analyzer virtualservice.DestinationRuleAnalyzer. */
export const subsetNotFound = defineRule({
  code: "subset-not-found",
  docs: {
    what: "A destination names a subset that no DestinationRule of its host defines.",
    why: "The cluster `outbound|port|subset|host` does not exist, so every request that takes the rule gets 503 (response flag NC). Only DestinationRules in the client's, the service's and the root namespace are consulted.",
    bad: "destination:\n  host: website\n  subset: version-2   # the DestinationRule has version-1 only",
    good: "subsets:\n- name: version-1\n  labels: {version: v1}\n- name: version-2\n  labels: {version: v2}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "destination-rule", "wildcard-destination-rule", "in-view"],
  istio: ["IST0101"],
  kiali: ["KIA1107"],
  *check(resource, { index }) {
    for (const route of resource.model.routes) {
      for (const destination of destinationsOf(route)) yield* checkSubset(resource, route, destination, index);
    }
  },
});

function* checkSubset(resource: Resource<VirtualService>, route: Route, destination: Destination, index: IndexView): Iterable<Finding> {
  const { host, subset } = destination;
  if (host === undefined || subset === undefined || subset.value === "") return;
  const resolved = resolveHostIn(index, host.value, resource.effectiveNamespace);
  const rules = companions(consultedDestinationRules(index, resolved, [resource.effectiveNamespace]), resource.file);
  if (subsetsNamed(rules, subset.value).length > 0) return;
  if (rules.length === 0 && resolved.definitions.length === 0) return; // the host itself is the finding: destination-host-not-found
  const fails = `requests of ${describeRoute(route)} get 503`;
  const rule = nearest(rules, resource.file);
  if (rule === undefined) {
    yield* withoutRule(resource, resolved, subset, host.value, fails, index);
    return;
  }
  const names = [
    ...new Set(rules.flatMap((one) => one.model.subsets.flatMap((each) => (each.name === undefined ? [] : [each.name.value])))),
  ];
  const near = similarNames(subset.value, names);
  const defined = names.length === 0 ? "it defines none" : `it defines ${names.join(", ")}`;
  yield {
    at: subset.span,
    message: `DestinationRule ${rule.name.value} has no subset "${subset.value}" (${defined}), so ${fails}.${near[0] === undefined ? "" : ` Did you mean ${near[0]}?`}`,
    related: [{ resource: rule, span: rule.name.span, message: `DestinationRule for ${host.value}` }],
    fixes: (context) => [
      ...addSubset(rule, resolved, subset.value, index, context),
      ...near.map((name) => replaceValue(resource, subset, name, "suggestion")),
    ],
  };
}

function* withoutRule(
  resource: Resource<VirtualService>,
  host: ResolvedHost,
  subset: Spanned<string>,
  written: string,
  fails: string,
  index: IndexView,
): Iterable<Finding> {
  const elsewhere = destinationRulesFor(index, host);
  const unused = elsewhere.find((rule) => subsetsNamed([rule], subset.value).length > 0);
  const serviceNamespace = nearestDefinition(host, resource.file)?.resource.effectiveNamespace ?? resource.effectiveNamespace;
  const known = index.inView("DestinationRule", serviceNamespace) || index.inView("DestinationRule", resource.effectiveNamespace);
  const create = (): Fix => createDestinationRule(host, written, subset.value, resource, index);
  if (unused !== undefined) {
    yield {
      at: subset.span,
      message: `Subset "${subset.value}" is defined by DestinationRule ${unused.effectiveNamespace}/${unused.name.value}, but rules of that namespace are never consulted for ${written} here, so ${fails}. Move it to namespace ${serviceNamespace}.`,
      related: [{ resource: unused, span: unused.name.span, message: "never consulted" }],
      fixes: () => [create()],
    };
    return;
  }
  yield {
    at: subset.span,
    ...(known ? {} : { absence: "not-in-view" as const }),
    message: known
      ? `No DestinationRule defines subsets for ${written}, so subset "${subset.value}" does not exist and ${fails}.`
      : `No DestinationRule for ${written} is in view. If the mesh has none with subset "${subset.value}" either, ${fails}.`,
    fixes: () => [create()],
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
