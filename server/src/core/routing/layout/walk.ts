import type { Scene, SceneGraph } from "./scene";

export type Direction = "left" | "right" | "up" | "down" | "first" | "last";

/**
 * Where an arrow key leads from a node, or from a share (by the id of its leg): left and right along the flow, up and down within
 * a column and on to the heading of this or the next graph, `first` and `last` to the ends of the column.
 * @returns undefined where there is nothing in that direction
 */
export function step(scene: Scene, from: string, direction: Direction): string | undefined {
  const at = scene.graphs.findIndex((graph) => columnsOf(graph).some((column) => column.includes(from)));
  const graph = scene.graphs[at];
  if (graph === undefined) return undefined;
  if (direction === "right") return forwards(graph, from);
  if (direction === "left") return backwards(graph, from);
  const column = columnsOf(graph).find((each) => each.includes(from)) ?? [];
  if (direction === "first") return column[0];
  if (direction === "last") return column.at(-1);
  const index = column.indexOf(from);
  const heading = graph.nodes[0]?.id;
  if (direction === "up") return column[index - 1] ?? (from === heading ? lastOf(scene.graphs[at - 1]) : heading);
  return column[index + 1] ?? (from === heading ? columnsOf(graph)[1]?.[0] : scene.graphs[at + 1]?.nodes[0]?.id);
}

/** The columns of a graph, its heading first; empty ones are left out. */
function columnsOf(graph: SceneGraph): readonly (readonly string[])[] {
  const of = (kind: string): readonly string[] => graph.nodes.filter((node) => node.kind === kind).map((node) => node.id);
  const shares = graph.connectors.filter(isStop).map(({ id }) => id);
  return [of("graph"), of("entry"), of("rule"), shares, of("destination"), of("workload")].filter((column) => column.length > 0);
}

/** Shares that belong to a leg can be focused, as they lead to a source. */
function isStop({ pill, source }: SceneGraph["connectors"][number]): boolean {
  return pill !== undefined && source !== undefined;
}

function forwards(graph: SceneGraph, from: string): string | undefined {
  if (from === graph.nodes[0]?.id) return graph.nodes[1]?.id;
  const share = graph.connectors.find((connector) => connector.id === from);
  if (share !== undefined) return share.to;
  const first = graph.connectors.find((connector) => connector.from === from);
  return first && (isStop(first) ? first.id : first.to);
}

function backwards(graph: SceneGraph, from: string): string | undefined {
  const share = graph.connectors.find((connector) => connector.id === from);
  if (share !== undefined) return share.from;
  const first = graph.connectors.find((connector) => connector.to === from);
  if (first !== undefined) return isStop(first) ? first.id : first.from;
  return from === graph.nodes[0]?.id ? undefined : graph.nodes[0]?.id;
}

function lastOf(graph: SceneGraph | undefined): string | undefined {
  return graph && columnsOf(graph)[1]?.at(-1);
}
