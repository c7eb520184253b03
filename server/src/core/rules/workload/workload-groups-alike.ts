import { workloadsKey } from "../../index/keys";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import { describeLabels, selects } from "../../model/labels";
import { describeResource, isKind } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: istio/api workload_group.proto (the labels of a group are those of the WorkloadEntries that it registers). */
export const workloadGroupsAlike = defineRule({
  code: "workload-groups-alike",
  docs: {
    what: "Two WorkloadGroups of one namespace have the same labels.",
    why: "Their machines register with equal labels: Services, subsets and policies cannot tell the two groups apart, and every selector that picks one picks the other.",
    bad: "kind: WorkloadGroup\nmetadata: {name: old}\nspec: {metadata: {labels: {app: bill}}}\n---\nkind: WorkloadGroup\nmetadata: {name: new}\nspec: {metadata: {labels: {app: bill}}}",
    good: "kind: WorkloadGroup\nmetadata: {name: new}\nspec: {metadata: {labels: {app: bill, version: v2}}}",
  },
  level: "hint",
  kinds: ["WorkloadGroup"],
  reads: ["workloads"],
  istio: [],
  kiali: ["KIA1702"],
  *check(resource, { index }) {
    const { labels } = resource.model;
    if (labels.entries.length === 0) return;
    const groups = index.lookup(workloadsKey(resource.effectiveNamespace)).filter((one) => isKind(one, "WorkloadGroup"));
    const alike = nearestVariants(groups, resource.file).filter(
      (other) => mayCoexist(resource, other) && selects(labels, other.model.labels) && selects(other.model.labels, labels),
    );
    const [first] = alike;
    if (first === undefined) return;
    yield {
      at: resource.name.span,
      message: `${describeResource(first)} has the labels ${describeLabels(labels)} too: no selector can tell the two apart.`,
      related: alike.slice(0, 3).map((other) => ({ resource: other, span: other.name.span, message: "the same labels" })),
    };
  },
});
