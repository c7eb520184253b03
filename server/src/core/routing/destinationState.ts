import { type HostDefinition, nearestDefinition, type ResolvedHost, resolveHostIn } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { resolveHost } from "../model/host";
import type { Resource } from "../model/resource";
import { type BackedCluster, backedClusterOf, type ClusterContext, type ClusterName } from "./clusters";
import { type ClusterVerdict, verdictOf } from "./clusterVerdict";
import type { Endpoints } from "./endpoints";
import { type MeshView, meshView } from "./meshView";
import { proxyOf } from "./routeModel";
import type { NodeState } from "./routeView";
import type { DefinedSubset } from "./ruleChoice";

/** What is known of a destination from the files, and what happens to requests that are sent to it. */
export interface DestinationState {
  readonly host: ResolvedHost;
  /** The Service or ServiceEntry that is taken where several variants are in view. */
  readonly definition: HostDefinition | undefined;
  /** The subset that is named, and where it is defined. */
  readonly subset: DefinedSubset | undefined;
  readonly endpoints: Endpoints | undefined;
  readonly state: NodeState;
  readonly problem: string | undefined;
}

/** A destination as resolved for whom it matters, with what to say of it. */
export interface JudgedCluster extends Pick<ClusterVerdict, "state" | "lacks" | "problem"> {
  readonly cluster: BackedCluster;
}

/** Looks at a destination of a resource as clients in its namespace would find it. */
export function stateOfDestination(index: IndexView, owner: Resource, destination: ClusterName): DestinationState {
  const view = meshView(index, { file: owner.file });
  const host = resolveHostIn(index, destination.host?.value ?? "", owner.effectiveNamespace);
  const { cluster, state, problem } = judgeFor(view, qualified(view, destination, owner.effectiveNamespace), ownContext(owner));
  const definition = cluster.service?.definition ?? nearestDefinition(host, owner.file);
  return { host, definition, subset: cluster.defined, endpoints: cluster.endpoints, state, problem };
}

/** Judges a destination with a fully qualified host for several kinds of clients. */
export function judge(
  view: MeshView,
  destination: ClusterName,
  clients: readonly (readonly ClusterContext[])[],
): JudgedCluster | undefined {
  return faring(clients.map((choices) => choices.map((context) => judgeFor(view, destination, context))));
}

/**
 * How several kinds of clients fare: as bad as the one that fares worst. Each kind may be known only up to a choice; it fares as in the
 * best case. Undefined for no clients.
 */
export function faring<T extends Fate>(kinds: readonly (readonly T[])[]): T | undefined {
  const best = kinds.flatMap((choices) => first(choices, (a, b) => badness(a) - badness(b)) ?? []);
  return first(best, (a, b) => badness(b) - badness(a));
}

/** Clients of a resource's namespace, whatever port they call. */
export function ownContext(owner: Resource): ClusterContext {
  const namespace = owner.effectiveNamespace;
  return { proxy: proxyOf("sidecar", namespace, new Map()), port: undefined, namespace, byCalledPort: true };
}

/** Judges a destination with a fully qualified host for one client. */
export function judgeFor(view: MeshView, destination: ClusterName, context: ClusterContext): JudgedCluster {
  const cluster = backedClusterOf(view, destination, context);
  const verdict = verdictOf(view, cluster, context);
  return { cluster, state: verdict.state, lacks: verdict.lacks, problem: inFull(verdict) };
}

function inFull({ state, lacks, problem, hint }: ClusterVerdict): string | undefined {
  if (state !== "broken" || problem === undefined) return problem;
  const why = lacks === "endpoints" ? "no healthy upstream" : "no such cluster";
  return `${problem.replace(/\.$/, "")}: requests get 503 (${why}).${hint === undefined ? "" : ` ${hint}`}`;
}

/** Whether requests fare as well by the first verdict as by the second, or better. */
export function faresNoWorse(a: Fate, b: Fate): boolean {
  return badness(a) <= badness(b);
}

type Fate = Pick<ClusterVerdict, "state" | "lacks">;

/** Pods may still come; a cluster that is missing has to be written. */
function badness({ state, lacks }: Fate): number {
  return state === "broken" ? (lacks === "endpoints" ? 2 : 3) : state === "unknown" ? 1 : 0;
}

/** The first in an order; of equal ones that which comes first. */
function first<T>(all: readonly T[], compare: (a: T, b: T) => number): T | undefined {
  return all.reduce<T | undefined>((found, one) => (found === undefined || compare(one, found) < 0 ? one : found), undefined);
}

function qualified(view: MeshView, destination: ClusterName, namespace: string): ClusterName {
  const { host } = destination;
  return host === undefined
    ? destination
    : { ...destination, host: { ...host, value: resolveHost(host.value, namespace, view.index.mesh.domain) } };
}
