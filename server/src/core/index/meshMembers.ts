import { type LabelMap, labelValue, selects } from "../model/labels";
import { isKind, type Resource } from "../model/resource";
import type { Workload } from "../model/workload";
import type { IndexView } from "./indexView";
import { namespaceKey, workloadsKey } from "./keys";

/** Whether a namespace has rules for mesh traffic in view and no workload there asks for a sidecar by itself. */
export function inViewTraffic(index: IndexView, namespace: string): boolean {
  const ruled = ["VirtualService", "DestinationRule", "Sidecar", "PeerAuthentication"].some((kind) => isThere(index, kind, namespace));
  return ruled && !index.lookup(workloadsKey(namespace)).some((one) => isKind(one, "Workload") && asksForSidecar(one) === true);
}

/** Whether a workload asks to be injected, or not to be: by the label or annotation of its pods. Undefined: it says nothing. */
export function asksForSidecar({ model }: Resource<Workload>): boolean | undefined {
  const value = labelValue(model.podLabels, "sidecar.istio.io/inject") ?? labelValue(model.podAnnotations, "sidecar.istio.io/inject");
  return value === undefined ? undefined : value === "true";
}

/** The value of a label of a namespace, where its manifest is in view. */
export function namespaceLabel(index: IndexView, namespace: string, label: string): string | undefined {
  for (const one of index.lookup(namespaceKey(namespace))) {
    const value = isKind(one, "Namespace") ? labelValue(one.labels, label) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Something of a kind is really among the files, however complete they are said to be. */
function isThere(index: IndexView, kind: string, namespace: string): boolean {
  return !index.mesh.complete && index.inView(kind, namespace);
}

/** Whether a namespace carries labels; taken to be so where its manifest is not in view. */
export function namespaceLabelsAre(index: IndexView, namespace: string, selector: LabelMap): boolean {
  const manifests = index.lookup(namespaceKey(namespace)).filter((one) => isKind(one, "Namespace"));
  return manifests.length === 0 || manifests.some((one) => selects(selector, withName(one)));
}

/** The labels of a namespace with the one that Kubernetes adds. */
function withName({ labels, name }: Resource): LabelMap {
  return { ...labels, entries: [...labels.entries, { key: { value: "kubernetes.io/metadata.name", span: name.span }, value: name }] };
}
