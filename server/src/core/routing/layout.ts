import { layoutColumns } from "./layout/columns";
import type { LimitedGraph } from "./layout/limit";
import { defaultRules, limitRules } from "./layout/limit";
import type { Scene, SceneGraph } from "./layout/scene";
import { layoutStacked } from "./layout/stacked";
import type { Measure } from "./layout/text";
import { estimateWidth } from "./layout/text";
import type { RouteView } from "./routeView";

export interface LayoutOptions {
  /** Room in pixels. */
  readonly width: number;
  /** How wide a text is drawn; default an estimate. */
  readonly measure?: Measure;
  /** So many rules of a graph, by its id, are drawn; default 60. */
  readonly rulesShown?: ReadonlyMap<string, number>;
}

const margin = 20;
const graphGap = 44;
/** A narrower panel scrolls sideways. */
const narrowest = 300;

/**
 * Where everything in a picture of routing stands, and along which lines. The same view, options and measure give the same scene.
 * Wide panels get columns, small ones a tree from top to bottom; everything in a view is drawn once.
 */
export function layoutScene(view: RouteView, options: LayoutOptions): Scene {
  const measure = options.measure ?? estimateWidth;
  const width = Math.max(Math.floor(options.width), narrowest);
  const inner = width - 2 * margin;
  const limited = view.graphs.map((graph) => limitRules(graph, options.rulesShown?.get(graph.id) ?? defaultRules));
  const hasRules = ({ graph }: LimitedGraph): boolean => graph.rules.length > 0;
  const withRules = arrange(limited.filter(hasRules), inner, measure);
  const without = arrange(
    limited.filter((graph) => !hasRules(graph)),
    inner,
    measure,
  );
  const graphs = limited.map((each) => (hasRules(each) ? withRules.shift() : without.shift())).filter((graph) => graph !== undefined);
  const placed = stackGraphs(graphs);
  const last = placed.at(-1);
  return { width, height: last === undefined ? 0 : last.y + last.h + margin, graphs: placed };
}

/** Graphs of one sort share their columns. */
function arrange(graphs: readonly LimitedGraph[], width: number, measure: Measure): SceneGraph[] {
  const columns = layoutColumns(graphs, width, measure);
  return [...(columns ?? graphs.map((graph) => layoutStacked(graph, width, measure)))];
}

function stackGraphs(graphs: readonly SceneGraph[]): readonly SceneGraph[] {
  let y = margin;
  return graphs.map((graph) => {
    const placed = { ...graph, x: margin, y };
    y += graph.h + graphGap;
    return placed;
  });
}
