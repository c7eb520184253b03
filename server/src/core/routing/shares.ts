import type { Destination } from "../model/destination";
import type { Mirror } from "../model/virtualService";
import { type BackedCluster, backedClusterOf, type ClusterContext } from "./clusters";
import { verdictOf } from "./clusterVerdict";
import { groupKey } from "./endpoints";
import type { MeshView } from "./meshView";
import type { DestinationProblem, DestinationShare, MirrorShare } from "./simulation";
import { destinationId, legId, workloadId } from "./viewIds";

/** Destinations with their shares, what is to be said of them, and the ids of what they are in a RouteView. */
export interface Shares {
  readonly destinations: readonly DestinationShare[];
  readonly notes: readonly string[];
  readonly ids: readonly string[];
}

/** Names the parts of a RouteView that a rule belongs to. */
export interface ViewPlace {
  readonly graph: string;
  readonly rule: string;
}

/**
 * Where the requests of a rule go; `total` is the percentage that is routed at all. A lone destination gets everything whatever its
 * weight; of several those with weight 0 get nothing (5.5 of the routing semantics).
 */
export function destinationShares(
  view: MeshView,
  destinations: readonly Destination[],
  context: ClusterContext,
  total: number,
  place: ViewPlace,
): Shares {
  const weightOf = ({ weight }: Destination): number => (destinations.length === 1 ? 1 : (weight?.value ?? 0));
  const sum = destinations.reduce((all, one) => all + weightOf(one), 0);
  const result: { destinations: DestinationShare[]; notes: string[]; ids: string[] } = { destinations: [], notes: [], ids: [] };
  for (const [position, destination] of destinations.entries()) {
    if (weightOf(destination) === 0) continue;
    const cluster = backedClusterOf(view, destination, context);
    const share = (total * weightOf(destination)) / sum;
    const { problem, note } = verdict(view, cluster, context);
    if (note !== undefined) result.notes.push(note);
    result.destinations.push({
      host: cluster.host,
      port: cluster.port,
      subset: cluster.subset,
      share,
      workloads: (cluster.endpoints?.groups ?? [])
        .filter((group) => group.share > 0)
        .map((group) => ({ kind: group.kind, namespace: group.namespace, name: group.name, share: (share * group.share) / 100 })),
      ...(problem === undefined ? {} : { problem }),
    });
    result.ids.push(legId(place.rule, position), ...clusterIds(place.graph, cluster, destination));
  }
  return result;
}

/** Copies of requests; those set to 0 percent are not made (MirrorPercent). */
export function mirrorShares(
  view: MeshView,
  mirrors: readonly Mirror[],
  context: ClusterContext,
  place: ViewPlace,
  firstLeg: number,
): { readonly mirrors: readonly MirrorShare[]; readonly ids: readonly string[] } {
  const shares: MirrorShare[] = [];
  const ids: string[] = [];
  for (const [position, mirror] of mirrors.entries()) {
    const percent = mirror.percent?.value ?? 100;
    if (percent <= 0) continue;
    const cluster = backedClusterOf(view, mirror.destination, context);
    const { problem } = verdict(view, cluster, context);
    shares.push({ host: cluster.host, port: cluster.port, subset: cluster.subset, percent, ...(problem === undefined ? {} : { problem }) });
    ids.push(legId(place.rule, firstLeg + position), ...clusterIds(place.graph, cluster, mirror.destination));
  }
  return { mirrors: shares, ids };
}

/** The port under which a destination is shown: the one that is named, else the only one that the service has. */
export function shownPort(cluster: BackedCluster, destination: Pick<Destination, "port">): number | undefined {
  return destination.port?.value ?? (cluster.service?.ports.length === 1 ? cluster.service.ports[0]?.number : undefined);
}

function clusterIds(graph: string, cluster: BackedCluster, destination: Destination): readonly string[] {
  return [
    destinationId(graph, cluster.host, cluster.subset, shownPort(cluster, destination)),
    ...(cluster.endpoints?.groups ?? []).filter((group) => group.share > 0).map((group) => workloadId(graph, groupKey(group))),
  ];
}

function verdict(
  view: MeshView,
  cluster: BackedCluster,
  context: ClusterContext,
): { readonly problem: DestinationProblem | undefined; readonly note: string | undefined } {
  const { state, lacks, problem } = verdictOf(view, cluster, context);
  if (state === "broken" && lacks !== undefined && problem !== undefined) {
    return { problem: { type: lacks === "cluster" ? "no-cluster" : "no-endpoints", status: 503, reason: problem }, note: undefined };
  }
  const direct = cluster.originalDestination && cluster.missing === undefined;
  const asked = direct
    ? `Requests to ${cluster.host} go to the very address that the client asked for; subsets do not choose among pods.`
    : undefined;
  return { problem: undefined, note: problem ?? asked };
}
