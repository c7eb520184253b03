import type { RouteView } from "../../../../server/src/core/routing/routeView";

const maxAnnounced = 3;

/** What to tell someone who does not see the picture change: the sentences of the graphs that changed; empty where nothing did. */
export function changedSummaries(before: RouteView, after: RouteView): string {
  if (after.graphs.length === 0) return before.graphs.length === 0 ? "" : (after.empty ?? "Nothing here routes traffic.");
  const known = new Map(before.graphs.map((graph) => [graph.id, graph.summary]));
  const changed = after.graphs.filter((graph) => known.get(graph.id) !== graph.summary);
  const told = changed.slice(0, maxAnnounced).map((graph) => graph.summary);
  const rest = changed.length - told.length;
  return [...told, ...(rest > 0 ? [`${rest} more changed.`] : [])].join(" ");
}
