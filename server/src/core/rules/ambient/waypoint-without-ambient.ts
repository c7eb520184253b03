import { useWaypoint } from "../../index/ambient";
import { namespaceKey } from "../../index/keys";
import { namespaceLabel } from "../../index/meshMembers";
import { labelValue } from "../../model/labels";
import { defineRule } from "../rule";

/** Source: istio.io ambient mode, use a waypoint; Kiali ambient_workload_checker.go. */
export const waypointWithoutAmbient = defineRule({
  code: "waypoint-without-ambient",
  docs: {
    what: "Pods carry `istio.io/use-waypoint`, but are not in ambient mode.",
    why: "Only traffic of ambient pods is led through waypoints: the label has no effect. Pods join by `istio.io/dataplane-mode: ambient` on themselves or on their namespace.",
    bad: "template:\n  metadata:\n    labels: {istio.io/use-waypoint: waypoint}",
    good: "template:\n  metadata:\n    labels: {istio.io/use-waypoint: waypoint, istio.io/dataplane-mode: ambient}",
  },
  level: "warning",
  kinds: ["Workload"],
  reads: ["namespace"],
  istio: [],
  kiali: ["KIA1312"],
  *check(resource, { index }) {
    const entry = resource.model.podLabels.entries.find((one) => one.key.value === useWaypoint);
    if (entry === undefined || entry.value.value === "none") return;
    const namespace = resource.effectiveNamespace;
    const known = index.lookup(namespaceKey(namespace)).length > 0;
    const mode =
      labelValue(resource.model.podLabels, "istio.io/dataplane-mode") ?? namespaceLabel(index, namespace, "istio.io/dataplane-mode");
    if (!known || mode === "ambient") return;
    yield {
      at: entry.key.span,
      message: `Neither these pods nor namespace ${namespace} are in ambient mode, so no traffic is led through the waypoint "${entry.value.value}".`,
    };
  },
});
