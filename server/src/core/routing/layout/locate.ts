import type { FileSpan } from "../../features/results";
import type { RouteView } from "../routeView";

/**
 * The innermost thing of a picture whose source holds a place in a file: an id of a graph, node or leg.
 * The end of a source counts as inside, so that a cursor behind the last character still belongs to it.
 */
export function locateSource(view: RouteView, file: string, offset: number): string | undefined {
  let best: { readonly id: string; readonly length: number } | undefined;
  for (const { id, source } of sourcesOf(view)) {
    const { start, end } = source.span;
    if (source.file !== file || offset < start || offset > end) continue;
    if (best === undefined || end - start < best.length) best = { id, length: end - start };
  }
  return best?.id;
}

/** The index of the graph that holds an id, and of the rule that is or has it. */
export function ruleIndexOf(view: RouteView, id: string): { readonly graph: string; readonly rule: number } | undefined {
  for (const graph of view.graphs) {
    const rule = graph.rules.findIndex((each) => each.id === id || each.legs.some((leg) => leg.id === id || leg.destination === id));
    if (rule >= 0) return { graph: graph.id, rule };
  }
  return undefined;
}

interface Sourced {
  readonly id: string;
  readonly source: FileSpan;
}

function* sourcesOf({ graphs }: RouteView): Generator<Sourced> {
  for (const graph of graphs) {
    yield* graph.entries;
    for (const rule of graph.rules) {
      yield rule;
      yield* rule.legs;
    }
    yield* graph.destinations;
    yield* graph.workloads;
    yield graph;
  }
}
