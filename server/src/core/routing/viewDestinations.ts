import type { Destination } from "../model/destination";
import type { LabelMap } from "../model/labels";
import type { Resource } from "../model/resource";
import type { Cluster, ClusterContext } from "./clusters";
import { faresNoWorse, type JudgedCluster, judge, judgeFor, ownContext } from "./destinationState";
import { type EndpointGroup, groupKey } from "./endpoints";
import type { MeshView } from "./meshView";
import type { DestinationNode, PodLink, WorkloadNode } from "./routeView";
import { shownPort } from "./shares";
import type { LocateSpan } from "./viewEntries";
import { destinationId, workloadId } from "./viewIds";

/** A destination of a rule: as it is written and where, and with its host fully qualified. */
export interface DrawnDestination {
  readonly owner: Resource;
  readonly written: Destination;
  readonly resolved: Destination;
}

/** Collects the destinations of a graph with the workloads behind them; each is drawn once. */
export class DestinationNodes {
  readonly #view: MeshView;
  readonly #graph: string;
  readonly #locate: LocateSpan;
  readonly #destinations = new Map<string, DestinationNode>();
  readonly #judged = new Map<string, JudgedCluster>();
  readonly #workloads = new Map<string, WorkloadNode>();
  readonly #pods = new Map<string, readonly PodLink[]>();

  constructor(view: MeshView, graph: string, locate: LocateSpan) {
    this.#view = view;
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
    return [...this.#pods.values()].flat();
  }

  /** Adds a destination and returns its id. Where it is asked for again by others and fails for them, it is drawn so. */
  add({ owner, written, resolved }: DrawnDestination, clients: readonly (readonly ClusterContext[])[]): string {
    const judged = judge(this.#view, resolved, clients) ?? judgeFor(this.#view, resolved, ownContext(owner));
    const { cluster, state, problem } = judged;
    const port = shownPort(cluster, written);
    const id = destinationId(this.#graph, cluster.host, cluster.subset, port);
    const known = this.#judged.get(id);
    if (known !== undefined && faresNoWorse(judged, known)) return id;
    this.#judged.set(id, judged);
    this.#destinations.set(id, {
      id,
      host: written.host?.value ?? "",
      fqdn: cluster.host,
      subset: cluster.subset,
      port,
      labels: cluster.defined === undefined ? [] : inWords(cluster.defined.subset.labels),
      state,
      problem,
      source: this.#sourceOf(owner, written, cluster),
    });
    this.#pods.set(
      id,
      (cluster.endpoints?.groups ?? []).map((group) => ({ destination: id, workload: this.#addWorkload(group), share: group.share })),
    );
    return id;
  }

  #addWorkload(group: EndpointGroup): string {
    const id = workloadId(this.#graph, groupKey(group));
    const { kind, name, namespace, replicas, resource, labels } = group;
    const source = this.#locate(resource, resource.name.span);
    this.#workloads.set(id, { id, kind, name, namespace, replicas, labels: inWords(labels), state: "ok", source });
    return id;
  }

  #sourceOf(owner: Resource, written: Destination, { defined, service }: Cluster): DestinationNode["source"] {
    if (defined !== undefined) return this.#locate(defined.rule, defined.subset.name?.span ?? defined.subset.span);
    if (written.subset !== undefined || service === undefined) {
      return this.#locate(owner, (written.subset ?? written.host)?.span ?? written.span);
    }
    return this.#locate(service.definition.resource, service.definition.resource.name.span);
  }
}

function inWords(labels: LabelMap): readonly string[] {
  return labels.entries.map(({ key, value }) => `${key.value}=${value.value}`);
}
