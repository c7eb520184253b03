import type { Gateway } from "../model/gateway";
import { type LabelMap, selects } from "../model/labels";
import type { Resource } from "../model/resource";
import type { IndexView } from "./indexView";
import { type Selectable, workloadsWithLabels } from "./workloads";

/** The workloads in view, of any namespace, that a Gateway's selector picks. */
export function gatewayPods(index: IndexView, gateway: Resource<Gateway>): readonly Selectable[] {
  return workloadsWithLabels(index, gateway.model.selector);
}

/** Whether two selectors pick a pod in common for certain: one asks for no more than the other, or a workload in view carries both. */
export function shareAPod(index: IndexView, a: LabelMap, b: LabelMap): boolean {
  if (selects(a, b) || selects(b, a)) return true;
  return workloadsWithLabels(index, a).some((pod) => selects(b, pod.model.kind === "Workload" ? pod.model.podLabels : pod.model.labels));
}
