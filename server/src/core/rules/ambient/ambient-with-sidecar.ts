import { isAmbient } from "../../index/ambient";
import { asksForSidecar, namespaceLabel } from "../../index/meshMembers";
import { labelValue } from "../../model/labels";
import { defineRule } from "../rule";

const mode = "istio.io/dataplane-mode";

/** Source: istio.io ambient mode, adding workloads (pods with a sidecar are left alone); Kiali ambient_workload_checker.go. */
export const ambientWithSidecar = defineRule({
  code: "ambient-with-sidecar",
  docs: {
    what: "Pods are asked to join the mesh both with a sidecar and in ambient mode.",
    why: "A pod with a sidecar is not taken into ambient mode: it bypasses the waypoints, and policies attached to them do not hold for it. Which of the two is meant should be said.",
    bad: 'template:\n  metadata:\n    labels: {istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: "true"}',
    good: "template:\n  metadata:\n    labels: {istio.io/dataplane-mode: ambient}",
  },
  level: "warning",
  kinds: ["Workload"],
  reads: ["namespace"],
  istio: [],
  kiali: ["KIA1311"],
  *check(resource, { index }) {
    const namespace = resource.effectiveNamespace;
    const own = resource.model.podLabels.entries.find((entry) => entry.key.value === mode);
    const asked = asksForSidecar(resource);
    const ambient = own === undefined ? isAmbient(index, namespace) : own.value.value === "ambient";
    const injected = asked ?? (own !== undefined && namespaceLabel(index, namespace, "istio-injection") === "enabled");
    if (!ambient || !injected) return;
    const label = resource.model.podLabels.entries.find((entry) => entry.key.value === "sidecar.istio.io/inject");
    yield {
      at: (own ?? label)?.key.span ?? resource.name.span,
      message: `${resource.name.value} is in ambient mode by ${own === undefined ? "its namespace" : "its label"}, and gets a sidecar by ${labelValue(resource.model.podLabels, "sidecar.istio.io/inject") === undefined ? "its namespace" : "its label"}: with the sidecar it is left out of ambient mode. Keep one.`,
    };
  },
});
