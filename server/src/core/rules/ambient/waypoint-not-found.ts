import { useWaypoint, waypointOf } from "../../index/ambient";
import type { LabelMap } from "../../model/labels";
import { defineRule } from "../rule";

/** Source: istio.io ambient mode, use a waypoint; Kiali ambient_workload_checker.go. */
export const waypointNotFound = defineRule({
  code: "waypoint-not-found",
  docs: {
    what: "The label `istio.io/use-waypoint` names a Gateway that does not exist.",
    why: "Calls go to the pods directly then, or fail while the waypoint is awaited: nothing that is attached to the waypoint takes effect. It is looked for in the same namespace unless `istio.io/use-waypoint-namespace` names another.",
    bad: "labels: {istio.io/use-waypoint: waypont}",
    good: "labels: {istio.io/use-waypoint: waypoint}",
  },
  level: "error",
  kinds: ["Namespace", "Service", "Workload"],
  reads: ["gateway", "in-view"],
  istio: [],
  kiali: ["KIA1313"],
  *check(resource, { index }) {
    const { model } = resource;
    const labels: LabelMap = model.kind === "Workload" ? model.podLabels : resource.labels;
    const own = model.kind === "Namespace" ? resource.name.value : resource.effectiveNamespace;
    const waypoint = waypointOf(index, labels, own);
    const entry = labels.entries.find((one) => one.key.value === useWaypoint);
    if (waypoint === undefined || waypoint.found || entry === undefined) return;
    const known = index.inView("KubernetesGateway", waypoint.namespace);
    yield {
      at: entry.value.span,
      ...(known ? {} : { absence: "not-in-view" as const }),
      message: known
        ? `No Gateway ${waypoint.name} exists in namespace ${waypoint.namespace}: there is no such waypoint, and what is attached to it has no effect.`
        : `The waypoint ${waypoint.namespace}/${waypoint.name} is not in view. If there is none, what is attached to it has no effect.`,
    };
  },
});
