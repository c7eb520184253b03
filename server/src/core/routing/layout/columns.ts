import type { RouteGraph } from "../routeView";
import type { Card } from "./cards";
import { destinationCard, entryCard, ruleCard, workloadCard } from "./cards";
import type { GraphFrame } from "./frame";
import { captionPart, finishGraph, moreHeight, placeCard, referenceTo, withMark } from "./frame";
import type { Column, Grid } from "./grid";
import { chooseGrid, pillMargin } from "./grid";
import type { LimitedGraph } from "./limit";
import type { Link, Links } from "./links";
import { linksOf } from "./links";
import { flowPath, stubPath } from "./paths";
import { spread } from "./place";
import type { Placed, Placement } from "./placement";
import { placeBeside, placeCards, referenceHeight, rowGap } from "./placement";
import type { Connector, SceneGraph, SceneNode } from "./scene";
import type { Measure } from "./text";
import { connect, entryTrunks } from "./trunks";

/**
 * Draws graphs in common columns, the flow from left to right.
 * @returns undefined where the width is too small for that
 */
export function layoutColumns(graphs: readonly LimitedGraph[], width: number, measure: Measure): readonly SceneGraph[] | undefined {
  const linked = graphs.map((limited) => ({ limited, links: linksOf(limited.graph, measure) }));
  const grid = chooseGrid(linked, width, measure);
  return grid && linked.map(({ limited, links }) => layoutGraph(limited, links, grid, width, measure));
}

function layoutGraph(limited: LimitedGraph, links: Links, grid: Grid, width: number, measure: Measure): SceneGraph {
  const { graph } = limited;
  const { x, w, entriesAbove } = grid;
  const cards = {
    rules: graph.rules.map((rule) => ruleCard(rule, graph, w.rule, measure)),
    destinations: links.destinations.map((destination) => destinationCard(destination, w.destination, measure)),
    workloads: links.workloads.map((workload) => workloadCard(workload, graph, w.workload, measure)),
  };
  const placement = placeCards(cards, links);
  const entries = placeEntries(
    graph.entries.map((entry) => entryCard(entry, w.entry, measure, entriesAbove)),
    placement,
    links,
  );
  const flow = [...(entriesAbove ? [] : entries), ...placement.rules, ...placement.destinations, ...placement.workloads];
  const frame: GraphFrame = { limited, links, width, measure };
  return finishGraph(frame, entriesAbove ? "entries-above" : "columns", (top) => {
    const above = entriesAbove ? placeAbove(entries, top, x.entry, links, measure) : undefined;
    const captions = captionsFor(graph, grid, above?.bottom ?? top, measure);
    const bodyTop = (above?.bottom ?? top) + (captions.height > 0 ? captions.height + 10 : 0);
    const shift = bodyTop - Math.min(...flow.map((placed) => placed.top));
    const put = (placed: readonly Placed[], column: Column): readonly SceneNode[] =>
      placed.map(({ card, top: at }) =>
        withMark(placeCard(card, links.hues, x[column], at + shift), card.h / 2, links.arriving.get(card.id) ?? []),
      );
    const rules = put(placement.rules, "rule");
    const nodes = [
      ...(above?.nodes ?? put(entries, "entry")),
      ...rules,
      ...put(placement.destinations, "destination"),
      ...put(placement.workloads, "workload"),
    ];
    const rulesBottom = rules.reduce((bottom, rule) => Math.max(bottom, rule.y + rule.h), bodyTop);
    return {
      nodes,
      connectors: connectorsOf({ graph, nodes, links, placement, grid, shift, measure }),
      captions: [...(above?.captions ?? []), ...captions.parts],
      more: limited.hidden === 0 ? undefined : { x: x.rule, y: rulesBottom + rowGap, w: w.rule, h: moreHeight },
    };
  });
}

/** Entries stand beside the first thing that they serve. */
function placeEntries(entries: readonly Card[], placement: Placement, links: Links): readonly Placed[] {
  const levels = new Map([
    ...placement.rules.map(({ card, top }) => [card.id, top + card.port] as const),
    ...placement.destinations.map(({ card, top }) => [card.id, top + card.h / 2] as const),
  ]);
  return placeBeside(entries, ({ id }) => levels.get(links.serves.find((link) => link.from === id)?.to ?? ""));
}

function placeAbove(entries: readonly Placed[], top: number, x: number, links: Links, measure: Measure) {
  if (entries.length === 0) return undefined;
  const caption = captionPart("Enters at", x, top, measure);
  let y = top + caption.h + 8;
  const nodes = entries.map(({ card }) => {
    const node = placeCard(card, links.hues, x, y);
    y += card.h + 10;
    return node;
  });
  return { nodes, captions: [caption], bottom: y + 8 };
}

function captionsFor(graph: RouteGraph, { x, entriesAbove }: Grid, y: number, measure: Measure) {
  const texts: readonly (readonly [Column, boolean, string])[] = [
    ["entry", graph.entries.length > 0 && !entriesAbove, "Enters at"],
    ["rule", graph.rules.length > 0, graph.rules.length > 1 ? "Rules, first match wins" : "Rule"],
    ["destination", graph.destinations.length > 0, "Goes to"],
    ["workload", graph.workloads.length > 0, "Answered by"],
  ];
  const parts = texts.filter(([, shown]) => shown).map(([column, , text]) => captionPart(text, x[column], y, measure));
  return { parts, height: Math.max(0, ...parts.map((part) => part.h)) };
}

interface Drawing {
  readonly graph: RouteGraph;
  readonly nodes: readonly SceneNode[];
  readonly links: Links;
  readonly placement: Placement;
  readonly grid: Grid;
  readonly shift: number;
  readonly measure: Measure;
}

function connectorsOf(drawing: Drawing): readonly Connector[] {
  const { nodes, links, grid } = drawing;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const legs = [...links.legs.values()].flat().flatMap((link) => flowConnector(link, "destination", grid.legsTo, byId, drawing));
  const pods = [...links.pods.values()].flat().flatMap((link) => flowConnector(link, "workload", grid.podsTo, byId, drawing));
  return [...entryTrunks(links.serves, byId, grid.entriesAbove ? "left" : "right"), ...legs, ...pods];
}

/** A line with its pill at the start; at the end those that arrive at a card keep their order. */
function flowConnector(
  link: Link,
  column: Column,
  straightTo: number,
  byId: ReadonlyMap<string, SceneNode>,
  { graph, links, placement, grid, shift, measure }: Drawing,
): readonly Connector[] {
  const from = byId.get(link.from);
  const to = byId.get(link.to ?? "");
  if (from === undefined) return [];
  const start = { x: from.x + from.w, y: (placement.ports.get(link.id) ?? 0) + shift };
  const pill = link.pill && { ...link.pill, x: start.x + pillMargin, y: Math.round(start.y - link.pill.h / 2) };
  if (to === undefined) return [connect(link, stubPath(start, pillMargin), pill)];
  const referenceTop = placement.references.get(link.id);
  if (referenceTop !== undefined) {
    const reference = referenceTo(
      to.id,
      { x: grid.x[column], y: referenceTop + shift, w: grid.w[column], h: referenceHeight },
      graph,
      measure,
    );
    return [connect(link, flowPath(start, straightTo, { x: reference.x - 6, y: reference.y + referenceHeight / 2 }), pill, reference)];
  }
  const all = (links.arriving.get(to.id) ?? []).filter((each) => !placement.references.has(each.id));
  const end = spread(to.y + to.h / 2, all.length, 10, to.h - 24)[all.indexOf(link)] ?? to.y;
  return [connect(link, flowPath(start, straightTo, { x: to.x, y: end }), pill)];
}
