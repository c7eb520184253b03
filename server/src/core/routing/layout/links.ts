import type { DestinationNode, Leg, NodeState, RouteGraph, RuleNode, WorkloadNode } from "../routeView";
import type { Connector, Pill } from "./scene";
import type { Measure } from "./text";
import { formatShare, legLabel, outcomeText } from "./words";

/** A connector that has no way yet. */
export type Link = Omit<Connector, "path" | "pill" | "reference"> & { readonly pill: PillSize | undefined };
export type PillSize = Omit<Pill, "x" | "y">;

/** The links of a graph by what they start from, and the order in which things are drawn. */
export interface Links {
  /** From entries to rules; to destinations where there is no rule. */
  readonly serves: readonly Link[];
  /** From each rule, by its id. */
  readonly legs: ReadonlyMap<string, readonly Link[]>;
  /** From each destination, by its id. */
  readonly pods: ReadonlyMap<string, readonly Link[]>;
  /** All but `serves`, by what they lead to. */
  readonly arriving: ReadonlyMap<string, readonly Link[]>;
  /** In the order in which rules name them. */
  readonly destinations: readonly DestinationNode[];
  readonly workloads: readonly WorkloadNode[];
  /** Colour of each destination and of each workload that only one of them leads to. */
  readonly hues: ReadonlyMap<string, number>;
}

export const pillHeight = 20;
/** Distance of two lines that leave the same card. */
export const pillPitch = 26;
const thinnest = 1.5;
const growth = 6.5;

/** Stroke width for a share in percent; grows with it, less where requests fail anyway. */
function strokeWidth(share: number, state: NodeState): number {
  return thinnest + (Math.min(Math.max(share, 0), 100) / 100) * (state === "broken" ? growth / 3 : growth);
}

export function linksOf(graph: RouteGraph, measure: Measure): Links {
  const byId = new Map(graph.destinations.map((destination) => [destination.id, destination]));
  const destinations = inOrderOfUse(
    graph.rules.flatMap((rule) => rule.legs.map((leg) => leg.destination)),
    graph.destinations,
  );
  const podsInOrder = destinations.flatMap(({ id }) => graph.pods.filter((link) => link.destination === id));
  const workloads = inOrderOfUse(
    podsInOrder.map((link) => link.workload),
    graph.workloads,
  );
  const hues = huesOf(destinations, graph);
  const known = new Set(graph.workloads.map(({ id }) => id));
  const legs = new Map(graph.rules.map((rule) => [rule.id, legLinks(rule, graph, byId, hues, measure)]));
  const pods = new Map(destinations.map((destination) => [destination.id, podLinks(destination, graph, known, hues, measure)]));
  const arriving = byTarget([...legs.values(), ...pods.values()].flat());
  return { serves: servesLinks(graph, destinations), legs, pods, arriving, destinations, workloads, hues };
}

function inOrderOfUse<T extends { readonly id: string }>(used: readonly string[], all: readonly T[]): readonly T[] {
  const rank = new Map([...new Set(used)].map((id, index) => [id, index]));
  const of = (item: T): number => rank.get(item.id) ?? rank.size;
  return [...all].sort((a, b) => of(a) - of(b));
}

function byTarget(links: readonly Link[]): ReadonlyMap<string, readonly Link[]> {
  const arriving = new Map<string, Link[]>();
  for (const link of links) {
    if (link.to === undefined) continue;
    const others = arriving.get(link.to);
    if (others === undefined) arriving.set(link.to, [link]);
    else others.push(link);
  }
  return arriving;
}

function huesOf(destinations: readonly DestinationNode[], graph: RouteGraph): ReadonlyMap<string, number> {
  const hues = new Map(destinations.map(({ id }, index) => [id, index]));
  for (const { id } of graph.workloads) {
    const [hue, ...others] = new Set(graph.pods.filter((link) => link.workload === id).map((link) => hues.get(link.destination)));
    if (hue !== undefined && others.length === 0) hues.set(id, hue);
  }
  return hues;
}

function servesLinks(graph: RouteGraph, destinations: readonly DestinationNode[]): readonly Link[] {
  const targets = (entry: string): readonly { readonly id: string; readonly unreachable?: boolean }[] =>
    graph.rules.length > 0 ? graph.rules.filter((rule) => rule.entries.includes(entry)) : destinations;
  return graph.entries.flatMap((entry) =>
    targets(entry.id).map((target) => ({
      id: `${entry.id}→${target.id}`,
      kind: "serves",
      from: entry.id,
      to: target.id,
      width: thinnest,
      state: entry.state,
      unreachable: target.unreachable === true,
      hue: undefined,
      pill: undefined,
      source: undefined,
    })),
  );
}

function legLinks(
  rule: RuleNode,
  graph: RouteGraph,
  byId: ReadonlyMap<string, DestinationNode>,
  hues: ReadonlyMap<string, number>,
  measure: Measure,
): readonly Link[] {
  const unreachable = rule.unreachable === true;
  const editable = editableLegs(rule);
  const links = rule.legs.flatMap((leg): readonly Link[] => {
    const destination = byId.get(leg.destination);
    if (destination === undefined) return [];
    const canEdit = editable.includes(leg);
    const label = canEdit ? `${legLabel(rule, leg, graph)}. Change the split.` : legLabel(rule, leg, graph);
    const pill = pillSize(leg.mirror ? `copy ${formatShare(leg.share)}` : formatShare(leg.share), label, canEdit, measure);
    const kind = leg.mirror ? "mirror" : "leg";
    const common = { from: rule.id, to: leg.destination, unreachable, source: leg.source, hue: hues.get(leg.destination) };
    return [{ ...common, id: leg.id, kind, width: strokeWidth(leg.share, destination.state), state: destination.state, pill }];
  });
  if (links.length > 0) return links;
  const text = outcomeText(rule.outcome);
  const pill = pillSize(text, `Rule ${rule.order}: ${text}`, false, measure);
  return [
    {
      id: `${rule.id}→`,
      kind: "outcome",
      from: rule.id,
      to: undefined,
      width: thinnest,
      state: rule.state,
      unreachable,
      hue: undefined,
      pill,
      source: rule.source,
    },
  ];
}

/** The legs whose weights can be changed together: those with a weight, where there are at least two. */
export function editableLegs(rule: RuleNode): readonly Leg[] {
  const weighted = rule.legs.filter((leg) => !leg.mirror && leg.weight !== undefined);
  return weighted.length > 1 ? weighted : [];
}

function podLinks(
  destination: DestinationNode,
  graph: RouteGraph,
  known: ReadonlySet<string>,
  hues: ReadonlyMap<string, number>,
  measure: Measure,
): readonly Link[] {
  const links = graph.pods.filter((link) => link.destination === destination.id && known.has(link.workload));
  const arriving = arrivingShare(destination, graph);
  return links.map((link) => {
    const workload = graph.workloads.find(({ id }) => id === link.workload);
    const state = workload?.state ?? "unknown";
    const label = `${formatShare(link.share)} of ${destination.subset ?? destination.host} is answered by ${workload?.name ?? link.workload}`;
    return {
      id: `${destination.id}→${link.workload}`,
      kind: "pods",
      from: destination.id,
      to: link.workload,
      width: strokeWidth((link.share * arriving) / 100, state),
      state,
      unreachable: false,
      hue: hues.get(destination.id),
      pill: links.length > 1 ? pillSize(formatShare(link.share), label, false, measure) : undefined,
      source: undefined,
    };
  });
}

/** The largest share that a rule sends to a destination: no line that leaves it is drawn wider than what arrives. */
function arrivingShare({ id }: DestinationNode, graph: RouteGraph): number {
  const shares = graph.rules.flatMap((rule) => rule.legs.filter((leg) => leg.destination === id).map((leg) => leg.share));
  return shares.length === 0 ? 100 : Math.max(...shares);
}

function pillSize(text: string, label: string, editable: boolean, measure: Measure): PillSize {
  return { text, label, editable, w: Math.ceil(measure(text, "pill")) + (editable ? 32 : 18), h: pillHeight };
}
