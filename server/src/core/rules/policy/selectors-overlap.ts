import type { IndexView } from "../../index/indexView";
import { policiesKey, sidecarsKey } from "../../index/keys";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import { type Selecting, selectedWorkloads, selectorLabels } from "../../index/selection";
import { type LabelMap, selects } from "../../model/labels";
import { describeResource, isKind } from "../../model/resource";
import { defineRule } from "../rule";

/** Kinds of which one workload takes one object only. */
const exclusive: ReadonlySet<string> = new Set(["Sidecar", "Telemetry"]);

/** Source: pilot/pkg/model/sidecar.go, telemetry.go; analyzers sidecar.SelectorAnalyzer, telemetry.SelectorAnalyzer; Kiali multi_match_selector_checker.go. */
export const selectorsOverlap = defineRule({
  code: "selectors-overlap",
  docs: {
    what: "Two Sidecars or Telemetries of a namespace select the same workload.",
    why: "A workload takes one of each kind: the oldest wins, and what the other says is ignored there. Kinds that are joined (AuthorizationPolicy, RequestAuthentication, EnvoyFilter) may overlap.",
    bad: "kind: Sidecar\nmetadata: {name: a}\nspec: {workloadSelector: {labels: {app: website}}}\n---\nkind: Sidecar\nmetadata: {name: b}\nspec: {workloadSelector: {labels: {app: website}}}",
    good: "kind: Sidecar\nmetadata: {name: a}\nspec: {workloadSelector: {labels: {app: website}}}",
  },
  level: "error",
  kinds: ["Policy", "Sidecar"],
  reads: ["policies", "sidecars", "workloads"],
  istio: ["IST0110", "IST0159"],
  kiali: ["KIA0003"],
  *check(resource, { index }) {
    const selector = selectorLabels(resource);
    if (selector === undefined || !exclusive.has(resource.gvk.kind)) return;
    const others = siblings(index, resource);
    for (const other of others) {
      const theirs = selectorLabels(other);
      if (theirs === undefined) continue;
      const shared = sharedBy(index, resource, selector, theirs);
      if (shared === undefined) continue;
      yield {
        at: selector.entries[0]?.value.span ?? resource.name.span,
        message: `${describeResource(other)} selects ${shared} too: it takes the older ${resource.gvk.kind} and ignores the other.`,
        related: [{ resource: other, span: theirs.entries[0]?.value.span ?? other.name.span, message: `selects ${shared} as well` }],
      };
      return;
    }
  },
});

/** The others of the same kind and namespace that may be in the cluster at the same time. */
function siblings(index: IndexView, resource: Selecting): readonly Selecting[] {
  const key = resource.model.kind === "Sidecar" ? sidecarsKey : policiesKey;
  const found = index
    .lookup(key(resource.effectiveNamespace))
    .filter((one): one is Selecting => isKind(one, "Sidecar") || isKind(one, "Policy"))
    .filter((one) => one.gvk.kind === resource.gvk.kind && mayCoexist(one, resource));
  return nearestVariants(found, resource.file);
}

/** What both select, in words; undefined where nothing in view shows that they share a workload. */
function sharedBy(index: IndexView, resource: Selecting, own: LabelMap, theirs: LabelMap): string | undefined {
  if (selects(own, theirs) || selects(theirs, own)) return "the same workloads";
  if (resource.effectiveNamespace === index.mesh.rootNamespace) return undefined;
  const shared = selectedWorkloads(index, resource, own).find((workload) =>
    selects(theirs, workload.model.kind === "Workload" ? workload.model.podLabels : workload.model.labels),
  );
  return shared === undefined ? undefined : describeResource(shared);
}
