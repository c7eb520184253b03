import { ruleWithHost } from "../../index/destinationRules";
import { destinationUses } from "../../index/destinationUsers";
import { nearestDefinition, type ResolvedHost, resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { type Selectable, selectableLabels, selectorOf, workloadsBehind, workloadsIn } from "../../index/workloads";
import type { DestinationRule, Subset } from "../../model/destinationRule";
import { describeLabels, isAddedAtRunTime, type LabelEntry, labelValue, selects, selectsPods } from "../../model/labels";
import type { Resource } from "../../model/resource";
import { similarNames } from "../../text/similar";
import type { Finding } from "../finding";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/xds/endpoints/endpoint_builder.go; analyzer destinationrule.SubsetSelectPodAnalyzer, which ignores the Service's selector. */
export const subsetSelectsNoWorkload = defineRule({
  code: "subset-selects-no-workload",
  docs: {
    what: "The labels of a subset, together with the Service's selector, match no pod template.",
    why: "The subset's cluster has no endpoints: requests that are routed to it get 503 (response flag UH, no healthy upstream). A pod must carry the labels of both, the Service's selector and the subset: istioctl leaves the selector out, so it takes pods of another service for those of the subset. Information, as in Kiali, where rules send to other subsets of the host only: a canary that waits for its pods.",
    bad: "subsets:\n- name: v2\n  labels: {version: v2-old}   # the Deployment says version: v2",
    good: "subsets:\n- name: v2\n  labels: {version: v2}",
  },
  level: "warning",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "destination-users", "resource", "workloads", "in-view"],
  istio: ["IST0173"],
  kiali: ["KIA0203"],
  *check(resource, { index }) {
    if (resource.model.subsets.length === 0) return;
    const resolved = hostOf(index, resource);
    if (resolved === undefined) return;
    const definition = nearestDefinition(resolved, resource.file);
    if (definition === undefined || selectorOf(definition) === undefined) return;
    const behind = resolved.definitions.flatMap((one) => workloadsBehind(index, one));
    const namespace = definition.resource.effectiveNamespace;
    for (const subset of resource.model.subsets) {
      if (behind.some((workload) => selectsPods(subset.labels, selectableLabels(workload)))) continue;
      yield subsetFinding(resource, subset, behind, namespace, index);
    }
  },
});

function subsetFinding(
  resource: Resource<DestinationRule>,
  subset: Subset,
  behind: readonly Selectable[],
  namespace: string,
  index: IndexView,
): Finding {
  const culprit = unmatched(subset, behind);
  const isIdle = hasNoTraffic(resource, subset, index);
  const name = subset.name?.value ?? "";
  const known = index.inView("Workload", namespace);
  const values = culprit === undefined ? [] : distinctValues(culprit.key.value, behind);
  const offered = culprit === undefined || values.length === 0 ? "" : ` The host's pods carry ${culprit.key.value}=${values.join(", ")}.`;
  const near = culprit === undefined ? [] : similarNames(culprit.value.value, values);
  const key = culprit === undefined || values.length > 0 ? undefined : similarNames(culprit.key.value, labelKeys(behind))[0];
  const fallback = values.filter(
    (value) =>
      !resource.model.subsets.some(
        (other) => other !== subset && culprit !== undefined && labelValue(other.labels, culprit.key.value) === value,
      ),
  );
  return {
    at: (key === undefined ? culprit?.value : culprit?.key)?.span ?? subset.name?.span ?? subset.span,
    ...(known ? {} : { absence: "not-in-view" as const }),
    ...(isIdle ? { level: "information" as const } : {}),
    message: known
      ? `Subset "${name}" selects no pods: no workload behind the Service carries ${describeLabels(subset.labels)}. Requests routed to it ${isIdle ? "will get 503; no rule sends any yet" : "get 503"}.${offered}${key === undefined ? "" : ` Did you mean the label ${key}?`}`
      : `No workload of namespace ${namespace} is in view, so it cannot be told which pods subset "${name}" (${describeLabels(subset.labels)}) selects. Add the Deployments to the workspace to settle it.`,
    related: related(resource, subset, behind, namespace, index),
    fixes: () =>
      culprit === undefined
        ? []
        : key !== undefined
          ? [replaceValue(resource, culprit.key, key, "suggestion")]
          : [...new Set([...fallback, ...near])].slice(0, 3).map((value) => replaceValue(resource, culprit.value, value, "suggestion")),
  };
}

/** The host of a rule, which a patch leaves to the rule that it patches. */
function hostOf(index: IndexView, resource: Resource<DestinationRule>): ResolvedHost | undefined {
  const rule = ruleWithHost(index, resource);
  return rule?.model.host === undefined ? undefined : resolveHostIn(index, rule.model.host.value, rule.effectiveNamespace);
}

/** VirtualServices in view send requests to the host, but none to the subset: one that waits for its pods. */
function hasNoTraffic(resource: Resource<DestinationRule>, { name }: Subset, index: IndexView): boolean {
  const uses = destinationUses(index, hostOf(index, resource)?.fqdn ?? "");
  return (
    uses.some(({ destination }) => destination.subset !== undefined) &&
    uses.every(({ destination, isIdle }) => destination.subset?.value !== name?.value || isIdle)
  );
}

/** Workloads outside of the Service's selector that do carry the subset's labels: what the author may have had in mind. */
function related(
  resource: Resource<DestinationRule>,
  subset: Subset,
  behind: readonly Selectable[],
  namespace: string,
  index: IndexView,
): NonNullable<Finding["related"]> {
  if (behind.length === 0) {
    return workloadsIn(index, namespace, resource.file)
      .filter((workload) => subset.labels.entries.length > 0 && selects(subset.labels, selectableLabels(workload)))
      .slice(0, 3)
      .map((workload) => ({
        resource: workload,
        span: workload.name.span,
        message: `${workload.name.value} carries the subset's labels, but the Service does not select it`,
      }));
  }
  return behind.slice(0, 3).map((workload) => ({
    resource: workload,
    span: workload.name.span,
    message: `${workload.name.value} carries ${describeLabels(selectableLabels(workload))}`,
  }));
}

/** The first label of the subset that no workload behind the host carries. */
function unmatched(subset: Subset, behind: readonly Selectable[]): LabelEntry | undefined {
  const { entries } = subset.labels;
  const isCarried = (entry: LabelEntry) =>
    behind.some((workload) => selectsPods({ entries: [entry], span: undefined }, selectableLabels(workload)));
  return entries.find((entry) => !isCarried(entry)) ?? entries.find((entry) => !isAddedAtRunTime(entry.key.value)) ?? entries[0];
}

function labelKeys(workloads: readonly Selectable[]): readonly string[] {
  return [...new Set(workloads.flatMap((workload) => selectableLabels(workload).entries.map((entry) => entry.key.value)))];
}

function distinctValues(key: string, workloads: readonly Selectable[]): readonly string[] {
  return [...new Set(workloads.flatMap((workload) => labelValue(selectableLabels(workload), key) ?? []))];
}
