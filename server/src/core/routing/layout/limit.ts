import type { RouteGraph } from "../routeView";

/** So many rules of a graph are drawn until the user asks for more. */
export const defaultRules = 60;

export interface LimitedGraph {
  readonly graph: RouteGraph;
  /** With all its rules. */
  readonly whole: RouteGraph;
  /** Rules that are left out, at the end. */
  readonly hidden: number;
  /** Those of them in which something is wrong. */
  readonly hiddenProblems: number;
}

/** The first rules of a graph with what they lead to; all of it, where it has no more rules than that. */
export function limitRules(graph: RouteGraph, count: number): LimitedGraph {
  if (graph.rules.length <= count) return { graph, whole: graph, hidden: 0, hiddenProblems: 0 };
  const rules = graph.rules.slice(0, count);
  const left = graph.rules.slice(count);
  const used = new Set(rules.flatMap((rule) => rule.legs.map((leg) => leg.destination)));
  const destinations = graph.destinations.filter(({ id }) => used.has(id));
  const pods = graph.pods.filter((link) => used.has(link.destination));
  const answering = new Set(pods.map((link) => link.workload));
  return {
    graph: { ...graph, rules, destinations, pods, workloads: graph.workloads.filter(({ id }) => answering.has(id)) },
    whole: graph,
    hidden: left.length,
    hiddenProblems: left.filter((rule) => rule.state === "broken" || rule.unreachable).length,
  };
}

export function moreText({ hidden, hiddenProblems }: LimitedGraph): string {
  const rules = hidden === 1 ? "1 more rule" : `${hidden} more rules`;
  return hiddenProblems === 0 ? `Show ${rules}` : `Show ${rules} (${hiddenProblems} with problems)`;
}
