import { namespaceLabel } from "../../index/meshMembers";
import { defineRule } from "../rule";

/** Source: istio.io ambient mode (Sidecar configures sidecars only); analyzer sidecar.SelectorAnalyzer (IST0167). */
export const sidecarInAmbientNamespace = defineRule({
  code: "sidecar-in-ambient-namespace",
  docs: {
    what: "A Sidecar stands in a namespace whose pods join the mesh without sidecars.",
    why: "With `istio.io/dataplane-mode: ambient` there is no sidecar that could follow it: nothing of it takes effect.",
    bad: "kind: Namespace   # labels: {istio.io/dataplane-mode: ambient}\n---\nkind: Sidecar",
    good: "kind: Namespace   # labels: {istio-injection: enabled}\n---\nkind: Sidecar",
  },
  level: "warning",
  kinds: ["Sidecar"],
  reads: ["namespace"],
  istio: ["IST0167"],
  kiali: [],
  *check(resource, { index }) {
    if (namespaceLabel(index, resource.effectiveNamespace, "istio.io/dataplane-mode") !== "ambient") return;
    yield {
      at: resource.name.span,
      message: `Namespace ${resource.effectiveNamespace} is ambient: its pods have no sidecars, so this Sidecar has no effect.`,
    };
  },
});
