import { labelValue } from "../../model/labels";
import { defineRule } from "../rule";

const labels = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"];

/** Source: analyzer injection.Analyzer; manifests/charts/istiod-revision-tags (object selectors of the webhooks). */
export const namespaceModeConflict = defineRule({
  code: "namespace-mode-conflict",
  docs: {
    what: "A namespace carries more than one of the labels that choose how its pods join the mesh.",
    why: "`istio-injection`, `istio.io/rev` and `istio.io/dataplane-mode` exclude one another: which of them counts depends on the installed webhooks, and pods may get no sidecar, or the one of another control plane. `istio-injection: disabled` may stand beside the others.",
    bad: "labels:\n  istio-injection: enabled\n  istio.io/rev: canary",
    good: "labels:\n  istio.io/rev: canary",
  },
  level: "warning",
  kinds: ["Namespace"],
  reads: [],
  istio: ["IST0123"],
  kiali: [],
  *check(resource) {
    if (labelValue(resource.labels, "istio-injection") === "disabled") return;
    const found = resource.labels.entries.filter((entry) => labels.includes(entry.key.value) && entry.value.value !== "none");
    const [first, second] = found;
    if (first === undefined || second === undefined) return;
    yield {
      at: second.key.span,
      message: `"${first.key.value}" and "${second.key.value}" exclude each other: pods of ${resource.name.value} may get no sidecar, or the one of another control plane. Keep one.`,
      related: [{ resource, span: first.key.span, message: "the other label" }],
    };
  },
});
