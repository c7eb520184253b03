import { type HostDefinition, nearestDefinition, type ResolvedHost, resolveHostIn } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import type { Destination } from "../model/destination";
import { resolveHost } from "../model/host";
import type { Resource } from "../model/resource";
import { type Cluster, type ClusterContext, clusterOf } from "./clusters";
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
export interface JudgedCluster {
  readonly cluster: Cluster;
  readonly state: NodeState;
  readonly problem: string | undefined;
}

/** Looks at a destination of a resource as clients in its namespace would find it. */
export function stateOfDestination(
  index: IndexView,
  owner: Resource,
  destination: Pick<Destination, "host" | "subset" | "port">,
): DestinationState {
  const view = meshView(index, { file: owner.file });
  const host = resolveHostIn(index, destination.host?.value ?? "", owner.effectiveNamespace);
  const { cluster, state, problem } = judge(view, qualified(view, destination, owner.effectiveNamespace), [[ownContext(owner)]]);
  const definition = cluster.service?.definition ?? nearestDefinition(host, owner.file);
  return { host, definition, subset: cluster.defined, endpoints: cluster.endpoints, state, problem };
}

/**
 * Judges a destination with a fully qualified host for several kinds of clients: it is as bad as for the one that fares worst. Each kind
 * may be known only up to a choice; it fares as in the best case.
 */
export function judge(
  view: MeshView,
  destination: Pick<Destination, "host" | "subset" | "port">,
  clients: readonly (readonly ClusterContext[])[],
): JudgedCluster {
  const judged = clients.map((choices) => best(choices.map((context) => judgeFor(view, destination, context))));
  return worst(judged);
}

/** Clients of a resource's namespace, whatever port they call. */
export function ownContext(owner: Resource): ClusterContext {
  const namespace = owner.effectiveNamespace;
  return { proxy: proxyOf("sidecar", namespace, new Map()), port: undefined, namespace, byCalledPort: true };
}

function judgeFor(view: MeshView, destination: Pick<Destination, "host" | "subset" | "port">, context: ClusterContext): JudgedCluster {
  const cluster = clusterOf(view, destination, context);
  const verdict = verdictOf(view, cluster, context);
  return { cluster, state: verdict.state, problem: inFull(verdict) };
}

function inFull({ state, lacks, problem, hint }: ClusterVerdict): string | undefined {
  if (state !== "broken" || problem === undefined) return problem;
  const why = lacks === "endpoints" ? "no healthy upstream" : "no such cluster";
  return `${problem.replace(/\.$/, "")}: requests get 503 (${why}).${hint === undefined ? "" : ` ${hint}`}`;
}

const badness: Readonly<Record<NodeState, number>> = { ok: 0, unknown: 1, broken: 2 };

function best(judged: readonly JudgedCluster[]): JudgedCluster {
  return judged.reduce((a, b) => (badness[b.state] < badness[a.state] ? b : a));
}

function worst(judged: readonly JudgedCluster[]): JudgedCluster {
  return judged.reduce((a, b) => (badness[b.state] > badness[a.state] ? b : a));
}

function qualified(
  view: MeshView,
  destination: Pick<Destination, "host" | "subset" | "port">,
  namespace: string,
): Pick<Destination, "host" | "subset" | "port"> {
  const { host } = destination;
  return host === undefined
    ? destination
    : { ...destination, host: { ...host, value: resolveHost(host.value, namespace, view.index.mesh.domain) } };
}
