import { isAmbient } from "../../index/ambient";
import type { IndexView } from "../../index/indexView";
import { asksForSidecar } from "../../index/meshMembers";
import { selectedWorkloads, selectorLabels } from "../../index/selection";
import type { Selectable } from "../../index/workloads";
import { labelValue } from "../../model/labels";
import { isKind } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: istio.io ambient mode (Sidecar configures sidecars only); analyzer sidecar.SelectorAnalyzer (IST0167). */
export const sidecarInAmbientNamespace = defineRule({
  code: "sidecar-in-ambient-namespace",
  docs: {
    what: "A Sidecar is for pods that join the mesh without sidecars.",
    why: "With `istio.io/dataplane-mode: ambient` there is no sidecar that could follow it: nothing of it takes effect. Pods may differ from their namespace by a label of their own, or ask for a sidecar.",
    bad: "kind: Namespace   # labels: {istio.io/dataplane-mode: ambient}\n---\nkind: Sidecar",
    good: "kind: Namespace   # labels: {istio-injection: enabled}\n---\nkind: Sidecar",
  },
  level: "warning",
  kinds: ["Sidecar"],
  reads: ["namespace", "workloads"],
  istio: ["IST0167"],
  kiali: [],
  *check(resource, { index }) {
    const namespace = resource.effectiveNamespace;
    const { workloadSelector } = resource.model;
    const selector = selectorLabels(resource);
    const selected = selector === undefined ? [] : selectedWorkloads(index, resource, selector);
    if (selected.length > 0) {
      if (!selected.every((one) => isAmbientWorkload(index, one))) return;
      yield {
        at: workloadSelector?.span ?? resource.name.span,
        message: `The pods that this Sidecar selects (${selected
          .slice(0, 3)
          .map((one) => one.name.value)
          .join(", ")}) are in ambient mode and have no sidecars: it has no effect.`,
        related: selected.slice(0, 3).map((one) => ({ resource: one, span: one.name.span, message: "in ambient mode" })),
      };
    } else if (isAmbient(index, namespace)) {
      yield {
        at: resource.name.span,
        message: `Namespace ${namespace} is ambient: its pods have no sidecars, so this Sidecar has no effect.`,
      };
    }
  },
});

/** In ambient mode by its own label or that of its namespace, and without a sidecar of its own. */
function isAmbientWorkload(index: IndexView, workload: Selectable): boolean {
  if (!isKind(workload, "Workload") || asksForSidecar(workload) === true) return false;
  const own = labelValue(workload.model.podLabels, "istio.io/dataplane-mode");
  return own === undefined ? isAmbient(index, workload.effectiveNamespace) : own === "ambient";
}
