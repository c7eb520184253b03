import { destinationCard, entryCard, portY, ruleCard, workloadCard } from "./cards";
import { captionPart, finishGraph, moreHeight, placeCard, referenceTo, withMark } from "./frame";
import type { LimitedGraph } from "./limit";
import type { Link, Links } from "./links";
import { linksOf, pillHeight } from "./links";
import type { Point } from "./paths";
import { elbowPath } from "./paths";
import { referenceHeight } from "./placement";
import type { Box, Connector, Part, SceneGraph, SceneNode } from "./scene";
import type { Measure } from "./text";
import { connect, entryTrunks, trunkRoom } from "./trunks";

const rowGap = 10;
const pillGap = 8;
const laneGap = 3;
const maxLaneRoom = 44;
/** In a panel of this width lanes have half their room. */
const narrow = 420;
/** Where cards behind the shares would get narrower, the shares stand above them. */
const narrowestCard = 112;

/** Draws a graph as a tree from top to bottom: under each rule what it leads to, unless that stands further up. */
export function layoutStacked(limited: LimitedGraph, width: number, measure: Measure): SceneGraph {
  const links = linksOf(limited.graph, measure);
  return finishGraph({ limited, links, width, measure }, "stacked", (top) => {
    const tree = new Tree(limited, links, width, measure, top);
    tree.entries();
    tree.rules();
    tree.rest();
    return tree.body();
  });
}

interface Branching {
  readonly pillX: number;
  readonly targetX: number;
  readonly pillsAbove: boolean;
}

/** What the lines of one depth of the tree need, so that all its cards stand in line. */
interface Rooms {
  readonly laneRoom: number;
  readonly pillRoom: number;
}

/** Grows downwards while it is drawn. */
class Tree {
  readonly #limited: LimitedGraph;
  readonly #links: Links;
  readonly #width: number;
  readonly #measure: Measure;
  readonly #left: number;
  readonly #nodes = new Map<string, SceneNode>();
  readonly #connectors: Connector[] = [];
  readonly #captions: Part[] = [];
  readonly #legRooms: Rooms;
  readonly #podRooms: Rooms;
  #more: Box | undefined;
  #y: number;

  constructor(limited: LimitedGraph, links: Links, width: number, measure: Measure, top: number) {
    this.#limited = limited;
    this.#links = links;
    this.#width = width;
    this.#measure = measure;
    this.#left = trunkRoom(limited.graph.entries.length);
    this.#y = top;
    const mostLanes = width < narrow ? maxLaneRoom / 2 : maxLaneRoom;
    this.#legRooms = roomsFor(links.legs, mostLanes);
    this.#podRooms = roomsFor(links.pods, mostLanes);
  }

  entries(): void {
    const { graph } = this.#limited;
    if (graph.entries.length > 0) this.#caption("Enters at");
    for (const entry of graph.entries)
      this.#add(placeCard(entryCard(entry, this.#width - this.#left, this.#measure, true), this.#links.hues, this.#left, this.#y));
  }

  rules(): void {
    const { graph, hidden } = this.#limited;
    if (graph.rules.length > 0) this.#caption(graph.rules.length > 1 ? "Rules, first match wins" : "Rule");
    for (const rule of graph.rules) {
      this.#add(placeCard(ruleCard(rule, graph, this.#width - this.#left, this.#measure), this.#links.hues, this.#left, this.#y));
      this.#branches(rule.id, this.#links.legs.get(rule.id) ?? [], this.#legRooms);
      this.#y += 6;
    }
    if (hidden === 0) return;
    this.#more = { x: this.#left, y: this.#y, w: this.#width - this.#left, h: moreHeight };
    this.#y += moreHeight + rowGap;
  }

  /** What no rule leads to. */
  rest(): void {
    const { destinations, workloads } = this.#links;
    const left = destinations.filter(({ id }) => !this.#nodes.has(id));
    if (left.length > 0) this.#caption("Goes to");
    for (const { id } of left) this.#target(id, this.#left, []);
    for (const { id } of workloads) if (!this.#nodes.has(id)) this.#target(id, this.#left, []);
  }

  body(): { nodes: SceneNode[]; connectors: Connector[]; captions: Part[]; more: Box | undefined } {
    const connectors = [...entryTrunks(this.#links.serves, this.#nodes, "left"), ...this.#connectors];
    return { nodes: [...this.#nodes.values()], connectors, captions: this.#captions, more: this.#more };
  }

  #caption(text: string): void {
    const part = captionPart(text, this.#left, this.#y, this.#measure);
    this.#captions.push(part);
    this.#y += part.h + 8;
  }

  #add(node: SceneNode): void {
    this.#nodes.set(node.id, node);
    this.#y += node.h + rowGap;
  }

  /** The lines that leave a card at its bottom; the first one is the rightmost, so that none crosses another. */
  #branches(from: string, links: readonly Link[], { laneRoom, pillRoom }: Rooms): void {
    const card = this.#nodes.get(from);
    if (card === undefined || links.length === 0) return;
    const own = lanesOf(links);
    const scale = own > laneRoom && laneRoom > 0 ? laneRoom / own : 1;
    const start = { x: card.x + 12, y: card.y + card.h };
    const pillX = Math.ceil(start.x + laneRoom + pillGap);
    const behindPills = pillX + pillRoom + 14;
    const pillsAbove = pillRoom > 0 && this.#width - behindPills < narrowestCard;
    const targetX = pillRoom === 0 || pillsAbove ? pillX + 4 : behindPills;
    let lane = start.x + own * scale;
    for (const link of links) {
      lane -= (link.width + laneGap) * scale;
      this.#branch(link, { x: lane + link.width / 2, y: start.y }, { pillX, targetX, pillsAbove });
    }
  }

  #branch(link: Link, start: Point, { pillX, targetX, pillsAbove }: Branching): void {
    const { to } = link;
    const isKnown = to !== undefined && this.#nodes.has(to);
    const pillTop = this.#y;
    if (pillsAbove && to !== undefined && link.pill !== undefined) this.#y += link.pill.h + 6;
    const y = this.#y + (to === undefined || isKnown ? referenceHeight / 2 : portY);
    const pillY = pillsAbove && to !== undefined ? pillTop : Math.round(y - pillHeight / 2);
    const pill = link.pill && { ...link.pill, x: pillX, y: pillY };
    const at = this.#connectors.length;
    const box = { x: targetX, y: this.#y, w: this.#width - targetX, h: referenceHeight };
    const reference = isKnown ? referenceTo(to, box, this.#limited.graph, this.#measure) : undefined;
    if (to !== undefined && !isKnown) this.#target(to, targetX, [link]);
    else this.#y += referenceHeight + rowGap;
    const end = to === undefined ? pillX : isKnown ? targetX - 6 : targetX;
    this.#connectors.splice(at, 0, connect(link, elbowPath(start, { x: Math.max(end, start.x), y }), pill, reference));
  }

  #target(id: string, x: number, incoming: readonly Link[]): void {
    const { graph } = this.#limited;
    const { destinations, workloads, hues, pods } = this.#links;
    const destination = destinations.find((each) => each.id === id);
    const workload = workloads.find((each) => each.id === id);
    const w = this.#width - x;
    if (destination !== undefined)
      this.#add(withMark(placeCard(destinationCard(destination, w, this.#measure), hues, x, this.#y), portY, incoming));
    else if (workload !== undefined)
      this.#add(withMark(placeCard(workloadCard(workload, graph, w, this.#measure), hues, x, this.#y), portY, incoming));
    this.#branches(id, pods.get(id) ?? [], this.#podRooms);
  }
}

function lanesOf(links: readonly Link[]): number {
  return links.reduce((sum, link) => sum + link.width + laneGap, 0);
}

function roomsFor(links: ReadonlyMap<string, readonly Link[]>, mostLanes: number): Rooms {
  const leading = [...links.values()].map((all) => all.filter((link) => link.to !== undefined));
  const lanes = leading.map(lanesOf);
  const pills = leading.flat().map((link) => link.pill?.w ?? 0);
  return { laneRoom: Math.min(Math.max(0, ...lanes), mostLanes), pillRoom: Math.max(0, ...pills) };
}
