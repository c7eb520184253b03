import type { Span, Spanned } from "../text/span";

export interface LabelEntry {
  readonly key: Spanned<string>;
  readonly value: Spanned<string>;
}

/** Labels, selectors or annotations in the order written, with the places of keys and values. */
export interface LabelMap {
  readonly entries: readonly LabelEntry[];
  readonly span: Span | undefined;
}

export const noLabels: LabelMap = { entries: [], span: undefined };

/** The value of a label, or undefined. */
export function labelValue(labels: LabelMap, key: string): string | undefined {
  return labels.entries.find((entry) => entry.key.value === key)?.value.value;
}

/** Whether every label of `selector` is carried with the same value; an empty selector selects everything. */
export function selects(selector: LabelMap, labels: LabelMap): boolean {
  return selector.entries.every((entry) => labelValue(labels, entry.key.value) === entry.value.value);
}

/**
 * As `selects`, for pods: labels that are added at run time, which files do not show, are taken to be carried unless the pod template
 * gives them another value.
 */
export function selectsPods(selector: LabelMap, podLabels: LabelMap): boolean {
  return selector.entries.every(({ key, value }) => {
    const carried = labelValue(podLabels, key.value);
    return carried === undefined ? addedAtRunTime.has(key.value) : carried === value.value;
  });
}

/** Whether a label is added at run time, by Kubernetes, Istio or Argo Rollouts. */
export function isAddedAtRunTime(key: string): boolean {
  return addedAtRunTime.has(key);
}

/**
 * Labels of endpoints (pilot/pkg/serviceregistry/util/label), of injected pods (manifests/charts/istio-control/istio-discovery/files),
 * of the controllers of Kubernetes (its list of well-known labels) and of Argo Rollouts.
 */
const addedAtRunTime: ReadonlySet<string> = new Set([
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
  "topology.istio.io/subzone",
  "topology.istio.io/cluster",
  "topology.istio.io/network",
  "kubernetes.io/hostname",
  "security.istio.io/tlsMode",
  "service.istio.io/canonical-name",
  "service.istio.io/canonical-revision",
  "istio.io/rev",
  "pod-template-hash",
  "pod-template-generation",
  "controller-revision-hash",
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
  "rollouts-pod-template-hash",
]);

/** `k=v, k2=v2` in the order written. */
export function describeLabels(labels: LabelMap): string {
  return labels.entries.map((entry) => `${entry.key.value}=${entry.value.value}`).join(", ");
}
