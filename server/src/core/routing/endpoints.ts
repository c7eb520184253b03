import type { HostDefinition } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { nearestVariants } from "../index/nearest";
import { type Selectable, selectableLabels, selectorOf, workloadsBehind } from "../index/workloads";
import { type LabelMap, selectsPods } from "../model/labels";
import { isKind, type Resource } from "../model/resource";
import type { Endpoint, ServiceEntry } from "../model/serviceEntry";

/** Pods of one workload, or one address outside of Kubernetes, that answer for a host. */
export interface EndpointGroup {
  readonly resource: Selectable | Resource<ServiceEntry>;
  /** Position in the ServiceEntry's `endpoints`, where it stands there. */
  readonly endpoint: number | undefined;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: LabelMap;
  /** How many addresses share the load. */
  readonly replicas: number;
  /** Percentage of the requests to all groups together; 0 for all when nobody has a replica. */
  readonly share: number;
}

/**
 * `groups`: the endpoints in view. `managed`: the host's endpoints come from selectors or lists that files can show; otherwise
 * (DNS, passthrough, a Service without selector) they are found at run time and nothing can be said of them.
 */
export interface Endpoints {
  readonly managed: boolean;
  readonly groups: readonly EndpointGroup[];
}

/**
 * The endpoints of a host that carry all labels of a subset, with the shares that balancing over addresses gives them. Of variants of
 * one workload the nearest to `file` counts. Labels that are added at run time are taken to be carried.
 */
export function endpointsOf(index: IndexView, definition: HostDefinition, subset: LabelMap | undefined, file: string): Endpoints {
  const candidates = [...listedEndpoints(definition), ...nearestVariants(workloadsBehind(index, definition), file).map(workloadGroup)];
  const chosen = subset === undefined ? candidates : candidates.filter((one) => selectsPods(subset, one.labels));
  const total = chosen.reduce((sum, one) => sum + one.replicas, 0);
  return {
    managed: selectorOf(definition) !== undefined || candidates.length > 0,
    groups: chosen.map((one) => ({ ...one, share: total === 0 ? 0 : (one.replicas / total) * 100 })),
  };
}

/** What tells an endpoint group from the others of its view. */
export function groupKey(group: EndpointGroup): string {
  return group.endpoint === undefined ? group.resource.id : `${group.resource.id}#${group.endpoint}`;
}

type Candidate = Omit<EndpointGroup, "share">;

function listedEndpoints({ resource }: HostDefinition): readonly Candidate[] {
  if (!isKind(resource, "ServiceEntry")) return [];
  return resource.model.endpoints.map((endpoint, at) => listedEndpoint(resource, endpoint, at));
}

function listedEndpoint(resource: Resource<ServiceEntry>, endpoint: Endpoint, at: number): Candidate {
  return {
    resource,
    endpoint: at,
    kind: "Endpoint",
    name: endpoint.address?.value ?? "",
    namespace: resource.effectiveNamespace,
    labels: endpoint.labels,
    replicas: endpoint.weight ?? 1,
  };
}

function workloadGroup(resource: Selectable): Candidate {
  return {
    resource,
    endpoint: undefined,
    kind: resource.gvk.kind,
    name: resource.name.value,
    namespace: resource.effectiveNamespace,
    labels: selectableLabels(resource),
    replicas: resource.model.kind === "Workload" ? resource.model.replicas : 1,
  };
}
