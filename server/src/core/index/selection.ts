import { type LabelMap, labelValue, selects } from "../model/labels";
import type { Policy } from "../model/policy";
import { isKind, type Resource } from "../model/resource";
import type { Sidecar } from "../model/sidecar";
import type { IndexView } from "./indexView";
import { workloadsKey } from "./keys";
import { nearestVariants } from "./nearest";
import { type Selectable, selectableLabels, workloadsWithLabels } from "./workloads";

/** What applies to the workloads that its selector picks, or to all of its namespace. */
export type Selecting = Resource<Policy | Sidecar>;

/** The labels that pick workloads; undefined where the whole namespace is meant. */
export function selectorLabels(resource: Selecting): LabelMap | undefined {
  const selector = resource.model.kind === "Sidecar" ? resource.model.workloadSelector : resource.model.selector;
  return selector === undefined || selector.entries.length === 0 ? undefined : selector;
}

/**
 * The workloads in view that a selector picks, one per object: those of the resource's namespace, of a policy in the root namespace
 * those of every namespace. A Sidecar selects in its own namespace only.
 */
export function selectedWorkloads(index: IndexView, resource: Selecting, selector: LabelMap): readonly Selectable[] {
  const everywhere = resource.model.kind === "Policy" && resource.effectiveNamespace === index.mesh.rootNamespace;
  const found = everywhere
    ? workloadsWithLabels(index, selector)
    : index
        .lookup(workloadsKey(resource.effectiveNamespace))
        .filter((one): one is Selectable => isKind(one, "Workload") || isKind(one, "WorkloadEntry") || isKind(one, "WorkloadGroup"))
        .filter((one) => selects(selector, selectableLabels(one)));
  return nearestVariants(found, resource.file);
}

/** The pods of the gateways that come with Istio, which few repositories hold: for ingress, egress, and between networks. */
export function isInstalledGateway(index: IndexView, selector: LabelMap): boolean {
  const known = ["istio", "app"];
  return (
    !index.mesh.complete &&
    installedGateways.has(labelValue(selector, "istio") ?? "") &&
    selector.entries.every((entry) => known.includes(entry.key.value))
  );
}

/** Values of the label `istio` (manifests/charts/gateways, samples/multicluster). */
const installedGateways: ReadonlySet<string> = new Set(["ingressgateway", "egressgateway", "eastwestgateway"]);
