import type { IndexView } from "../index/indexView";
import type { Destination } from "../model/destination";
import type { LabelMap } from "../model/labels";
import type { Resource } from "../model/resource";
import { type DestinationState, stateOfDestination } from "./destinationState";
import { type EndpointGroup, groupKey } from "./endpoints";
import type { DestinationNode, PodLink, WorkloadNode } from "./routeView";
import type { LocateSpan } from "./viewEntries";
import { destinationId, workloadId } from "./viewIds";

/** Collects the destinations of a graph with the workloads behind them; each is drawn once. */
export class DestinationNodes {
  readonly #index: IndexView;
  readonly #graph: string;
  readonly #locate: LocateSpan;
  readonly #destinations = new Map<string, DestinationNode>();
  readonly #workloads = new Map<string, WorkloadNode>();
  readonly #pods: PodLink[] = [];

  constructor(index: IndexView, graph: string, locate: LocateSpan) {
    this.#index = index;
    this.#graph = graph;
    this.#locate = locate;
  }

  get destinations(): readonly DestinationNode[] {
    return [...this.#destinations.values()];
  }

  get workloads(): readonly WorkloadNode[] {
    return [...this.#workloads.values()];
  }

  get pods(): readonly PodLink[] {
    return this.#pods;
  }

  /** Adds a destination of a rule of `owner`, or finds it again. */
  add(owner: Resource, destination: Destination, gatewayPorts: readonly number[]): DestinationNode {
    const found = stateOfDestination(this.#index, owner, destination, gatewayPorts);
    const subset = destination.subset?.value;
    const port = destination.port?.value ?? onlyPort(found);
    const id = destinationId(this.#graph, found.host.fqdn, subset, port);
    const known = this.#destinations.get(id);
    if (known !== undefined) return known;
    const node: DestinationNode = {
      id,
      host: destination.host?.value ?? "",
      fqdn: found.host.fqdn,
      subset,
      port,
      labels: found.subset === undefined ? [] : inWords(found.subset.subset.labels),
      state: found.state,
      problem: found.problem,
      source: this.#sourceOf(owner, destination, found),
    };
    this.#destinations.set(id, node);
    for (const group of found.endpoints?.groups ?? []) this.#addWorkload(id, group);
    return node;
  }

  #addWorkload(destination: string, group: EndpointGroup): void {
    const id = workloadId(this.#graph, groupKey(group));
    this.#workloads.set(id, {
      id,
      kind: group.kind,
      name: group.name,
      namespace: group.namespace,
      replicas: group.replicas,
      labels: inWords(group.labels),
      state: "ok",
      source: this.#locate(group.resource, group.resource.name.span),
    });
    this.#pods.push({ destination, workload: id, share: group.share });
  }

  #sourceOf(owner: Resource, destination: Destination, { subset, definition }: DestinationState): DestinationNode["source"] {
    if (subset !== undefined) return this.#locate(subset.rule, subset.subset.name?.span ?? subset.subset.span);
    if (destination.subset !== undefined || definition === undefined) {
      return this.#locate(owner, (destination.subset ?? destination.host)?.span ?? destination.span);
    }
    return this.#locate(definition.resource, definition.resource.name.span);
  }
}

function onlyPort({ definition }: DestinationState): number | undefined {
  return definition?.ports.length === 1 ? definition.ports[0]?.number?.value : undefined;
}

function inWords(labels: LabelMap): readonly string[] {
  return labels.entries.map(({ key, value }) => `${key.value}=${value.value}`);
}
