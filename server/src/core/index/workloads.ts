import { type LabelMap, selects } from "../model/labels";
import { isKind, type Resource } from "../model/resource";
import type { Service } from "../model/service";
import type { ServiceEntry } from "../model/serviceEntry";
import type { Workload } from "../model/workload";
import type { WorkloadEntry, WorkloadGroup } from "../model/workloadEntry";
import { namespacesOf } from "./facts";
import type { HostDefinition } from "./hosts";
import type { IndexView } from "./indexView";
import { servicesKey, workloadLabelKey, workloadsKey } from "./keys";
import { nearestVariants } from "./nearest";

/** Anything with labels that a selector can pick. */
export type Selectable = Resource<Workload> | Resource<WorkloadEntry> | Resource<WorkloadGroup>;

/** The labels that selectors compare. */
export function selectableLabels(resource: Selectable): LabelMap {
  return resource.model.kind === "Workload" ? resource.model.podLabels : resource.model.labels;
}

/** All workloads of a namespace, one per object (the variant nearest to `file`). */
export function workloadsIn(index: IndexView, namespace: string, file: string): readonly Selectable[] {
  return nearestVariants(index.lookup(workloadsKey(namespace)).filter(isSelectable), file);
}

/**
 * The workloads behind a Service or ServiceEntry: those that its selector picks in its namespace. Empty without a selector
 * (endpoints are then managed elsewhere). Every variant of a workload counts, because any of them may be the one deployed.
 */
export function workloadsBehind(index: IndexView, definition: HostDefinition): readonly Selectable[] {
  const selector = selectorOf(definition);
  if (selector === undefined) return [];
  return inNamespacesOf(definition.resource, (namespace) => index.lookup(workloadsKey(namespace)))
    .filter(isSelectable)
    .filter((resource) => selects(selector, selectableLabels(resource)));
}

/** The workloads of any namespace whose pods carry all labels of a selector; every variant counts. None for an empty selector. */
export function workloadsWithLabels(index: IndexView, selector: LabelMap): readonly Selectable[] {
  const [first] = selector.entries;
  if (first === undefined) return [];
  return index
    .lookup(workloadLabelKey(`${first.key.value}=${first.value.value}`))
    .filter(isSelectable)
    .filter((resource) => selects(selector, selectableLabels(resource)));
}

/** The selector of a definition, or undefined when its endpoints do not come from workloads. */
export function selectorOf(definition: HostDefinition): LabelMap | undefined {
  const model: Service | ServiceEntry = definition.resource.model;
  if (model.kind === "ServiceEntry") return model.workloadSelector;
  return model.selector.entries.length === 0 || model.type === "ExternalName" ? undefined : model.selector;
}

/** The Services that select a workload. */
export function servicesSelecting(index: IndexView, workload: Selectable): readonly Resource<Service>[] {
  return inNamespacesOf(workload, (namespace) => index.lookup(servicesKey(namespace)))
    .filter((resource): resource is Resource<Service> => isKind(resource, "Service"))
    .filter((service) => service.model.selector.entries.length > 0 && selects(service.model.selector, selectableLabels(workload)));
}

/** What is looked up for each namespace in which a resource is, each thing once. */
function inNamespacesOf(resource: Resource, lookup: (namespace: string) => readonly Resource[]): readonly Resource[] {
  const [namespace, ...more] = namespacesOf(resource);
  return more.length === 0 ? lookup(namespace ?? "") : [...new Set(namespacesOf(resource).flatMap(lookup))];
}

function isSelectable(resource: Resource): resource is Selectable {
  return isKind(resource, "Workload") || isKind(resource, "WorkloadEntry") || isKind(resource, "WorkloadGroup");
}
