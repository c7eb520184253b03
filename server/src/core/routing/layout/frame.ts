import type { RouteGraph } from "../routeView";
import { textBlock } from "./blocks";
import type { Card } from "./cards";
import { headingCard } from "./cards";
import type { LimitedGraph } from "./limit";
import { moreText } from "./limit";
import type { Link, Links } from "./links";
import type { Arrangement, Box, Connector, Part, SceneGraph, SceneNode } from "./scene";
import type { Measure } from "./text";
import { wrapText } from "./text";
import { destinationName, labelsOf } from "./words";

export const moreHeight = 28;

/** What both arrangements start from. */
export interface GraphFrame {
  readonly limited: LimitedGraph;
  readonly links: Links;
  readonly width: number;
  readonly measure: Measure;
}

export interface GraphBody {
  readonly nodes: readonly SceneNode[];
  readonly connectors: readonly Connector[];
  readonly captions: readonly Part[];
  readonly more: Box | undefined;
}

/** Puts the heading above what `body` draws from a given height on. The graph's place in the scene is given to it later. */
export function finishGraph(
  { limited, links, width, measure }: GraphFrame,
  arrangement: Arrangement,
  body: (top: number) => GraphBody,
): SceneGraph {
  const heading = placeCard(headingCard(limited.graph, width, measure), links.hues, 0, 0);
  const { nodes, connectors, captions, more } = body(heading.h + 18);
  const labels = labelsOf(limited.whole);
  const boxes: readonly Box[] = [
    heading,
    ...nodes,
    ...captions,
    ...connectors.flatMap(({ pill, reference }) => [pill, reference].filter((box) => box !== undefined)),
    ...(more ? [more] : []),
  ];
  return {
    id: limited.graph.id,
    arrangement,
    x: 0,
    y: 0,
    w: width,
    h: Math.ceil(Math.max(...boxes.map((box) => box.y + box.h))),
    nodes: [heading, ...nodes].map((node) => ({ ...node, label: labels.get(node.id)?.() ?? "" })),
    connectors,
    captions,
    more: more && { ...more, hidden: limited.hidden, text: moreText(limited) },
  };
}

export function placeCard({ naturalWidth: _, ...card }: Card, hues: ReadonlyMap<string, number>, x: number, y: number): SceneNode {
  return { ...card, x, y, hue: hues.get(card.id), label: "" };
}

/** Marks where lines run into something that is broken or not in view. */
export function withMark(node: SceneNode, y: number, incoming: readonly Link[]): SceneNode {
  if (node.state === "ok" || incoming.length === 0) return node;
  const mark: Part = { kind: "mark", x: -9, y: Math.round(y) - 9, w: 18, h: 18, lines: [], title: undefined, icon: node.state, count: 0 };
  return { ...node, parts: [...node.parts, mark] };
}

export function captionPart(text: string, x: number, y: number, measure: Measure): Part {
  const [part] = textBlock("caption", text, 400, 1, measure).parts;
  if (part === undefined) throw new Error("a text has one part");
  return { ...part, x, y };
}

/** Stands for a destination or workload that is drawn further up. */
export function referenceTo(id: string, box: Box, graph: RouteGraph, measure: Measure): NonNullable<Connector["reference"]> {
  const destination = graph.destinations.find((each) => each.id === id);
  const workload = graph.workloads.find((each) => each.id === id);
  const name = destination ? destinationName(destination, graph) : (workload?.name ?? id);
  const arrow = " ↑";
  const dot = 13;
  const wrapped = wrapText(name, box.w - dot - measure(arrow, "small"), 1, "small", measure);
  return { ...box, text: `${wrapped.lines[0] ?? ""}${arrow}`, title: wrapped.cut ? name : undefined };
}
