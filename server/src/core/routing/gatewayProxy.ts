import { workloadsWithLabels } from "../index/workloads";
import type { Gateway } from "../model/gateway";
import { isKind, type Resource } from "../model/resource";
import type { MeshView } from "./meshView";
import { type MeshProxy, proxyOf } from "./routeModel";

/** The pod of a gateway. */
export interface GatewayPod {
  readonly proxy: MeshProxy;
  /** No workload in view has the labels that the Gateway selects: namespace and further labels are a guess. */
  readonly assumed: boolean;
}

/**
 * A pod that a Gateway selects: of the Gateway's own namespace, the root namespace or another one in view. Where none is in view it is
 * taken to run in the root namespace with just the labels that are asked for.
 */
export function gatewayPod(view: MeshView, { model, effectiveNamespace }: Resource<Gateway>): GatewayPod {
  const { rootNamespace } = view.index.mesh;
  if (model.selector.entries.length > 0) {
    const pods = view.focus.pickFitting(workloadsWithLabels(view.index, model.selector).filter((one) => isKind(one, "Workload")));
    const rank = ({ effectiveNamespace: own }: Resource): number => (own === effectiveNamespace ? 0 : own === rootNamespace ? 1 : 2);
    const [workload] = [...pods].sort((a, b) => rank(a) - rank(b) || view.focus.compare(a, b));
    if (workload !== undefined) {
      return { proxy: proxyOf("gateway", workload.effectiveNamespace, asMap(workload.model.podLabels)), assumed: false };
    }
  }
  return { proxy: proxyOf("gateway", rootNamespace, asMap(model.selector)), assumed: true };
}

function asMap(labels: Gateway["selector"]): ReadonlyMap<string, string> {
  return new Map(labels.entries.map(({ key, value }) => [key.value, value.value]));
}
