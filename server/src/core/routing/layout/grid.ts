import type { RouteGraph } from "../routeView";
import type { Card } from "./cards";
import { destinationCard, entryCard, ruleCard, workloadCard } from "./cards";
import type { LimitedGraph } from "./limit";
import type { Links } from "./links";
import type { Measure } from "./text";
import { laneRoom, trunkRoom } from "./trunks";

export type Column = "entry" | "rule" | "destination" | "workload";

/** Where columns stand and how wide they are. */
export interface Grid {
  readonly entriesAbove: boolean;
  readonly x: Readonly<Record<Column, number>>;
  readonly w: Readonly<Record<Column, number>>;
  /** Where the straight parts of the lines from rules end. */
  readonly legsTo: number;
  /** Where the straight parts of the lines from destinations end. */
  readonly podsTo: number;
  /** How much of the width that the cards would like they do not get, from 0 to 1. */
  readonly strain: number;
}

export interface LinkedGraph {
  readonly limited: LimitedGraph;
  readonly links: Links;
}

/** What the columns have to hold. */
interface Needs {
  readonly natural: Grid["w"];
  readonly lanes: number;
  readonly legPills: number;
  readonly podPills: number;
}

const columns: readonly Column[] = ["entry", "rule", "destination", "workload"];
const limits: Readonly<Record<Column, { readonly min: number; readonly max: number; readonly weight: number }>> = {
  entry: { min: 116, max: 230, weight: 1 },
  rule: { min: 150, max: 330, weight: 1.4 },
  destination: { min: 120, max: 250, weight: 0.9 },
  workload: { min: 100, max: 230, weight: 1 },
};
const bearableStrain = 0.12;
const worthwhileRelief = 0.05;
/** Beyond this a tree reads better. */
const worstStrain = 0.22;
/** Between a card and the pills on the lines that leave it. */
export const pillMargin = 12;

/**
 * The columns for some graphs: with the entries in a column of their own, or above the others where that squeezes the texts too much.
 * @returns undefined where the width is too small for either, or the texts would be squeezed too much
 */
export function chooseGrid(graphs: readonly LinkedGraph[], width: number, measure: Measure): Grid | undefined {
  const beside = gridFor(graphs, width, false, measure);
  if (beside !== undefined && beside.strain <= bearableStrain) return beside;
  const above = gridFor(graphs, width, true, measure);
  const isBetterAbove = above !== undefined && (beside === undefined || above.strain < beside.strain - worthwhileRelief);
  const better = isBetterAbove ? above : beside;
  return better !== undefined && better.strain <= worstStrain ? better : undefined;
}

/**
 * Shares the width out over the columns of some graphs: cards get what their texts need, the rest goes to the gaps up to a point.
 * @returns undefined where the width is too small
 */
function gridFor(graphs: readonly LinkedGraph[], width: number, entriesAbove: boolean, measure: Measure): Grid | undefined {
  const needs = needsOf(graphs, width, entriesAbove, measure);
  const { natural } = needs;
  const inFlow = columns.filter((column) => natural[column] > 0 && !(entriesAbove && column === "entry"));
  const gapped = inFlow.slice(0, -1);
  const indent = entriesAbove ? trunkRoom(needs.lanes) : 0;
  const pills = { entry: 0, rule: pillRoom(needs.legPills), destination: pillRoom(needs.podPills), workload: 0 };
  const gaps = gapsFor(needs, pills);
  const trailing = inFlow.at(-1) === "rule" ? pills.rule : 0;
  const available = width - indent - trailing - sum(gapped.map((column) => gaps[column].min));
  const w = levelled(inFlow, natural, available);
  if (w === undefined) return undefined;
  const left = available - sum(inFlow.map((column) => w[column]));
  const stretchable = sum(gapped.map((column) => gaps[column].max - gaps[column].min));
  const stretch = stretchable > 0 ? Math.min(left / stretchable, 1) : 0;
  const x = { entry: indent, rule: indent, destination: indent, workload: indent };
  let at = indent;
  for (const column of inFlow) {
    x[column] = at;
    at += w[column] + Math.floor(gaps[column].min + stretch * (gaps[column].max - gaps[column].min));
  }
  const widths = entriesAbove ? { ...w, entry: Math.min(natural.entry, width - indent) } : w;
  const wanted = sum(inFlow.map((column) => natural[column]));
  const strain = wanted === 0 ? 0 : 1 - sum(inFlow.map((column) => w[column])) / wanted;
  return {
    entriesAbove,
    strain,
    x,
    w: widths,
    legsTo: x.rule + w.rule + pills.rule,
    podsTo: x.destination + w.destination + pills.destination,
  };
}

function needsOf(graphs: readonly LinkedGraph[], width: number, entriesAbove: boolean, measure: Measure): Needs {
  const room = (column: Column): number =>
    entriesAbove && column === "entry" ? width - trunkRoom(Number.POSITIVE_INFINITY) : limits[column].max;
  const widest = (column: Column): number =>
    largest(
      graphs.flatMap(({ limited }) => cardsOf(column, limited.graph, room(column), entriesAbove, measure)).map((card) => card.naturalWidth),
    );
  const widestPill = (of: "legs" | "pods"): number =>
    largest(graphs.flatMap(({ links }) => [...links[of].values()].flat()).map((link) => link.pill?.w ?? 0));
  return {
    natural: { entry: widest("entry"), rule: widest("rule"), destination: widest("destination"), workload: widest("workload") },
    lanes: largest(graphs.map(({ limited }) => limited.graph.entries.length)),
    legPills: widestPill("legs"),
    podPills: widestPill("pods"),
  };
}

function cardsOf(column: Column, graph: RouteGraph, width: number, entriesAbove: boolean, measure: Measure): readonly Card[] {
  if (column === "entry") return graph.entries.map((entry) => entryCard(entry, width, measure, entriesAbove));
  if (column === "rule") return graph.rules.map((rule) => ruleCard(rule, graph, width, measure));
  if (column === "destination") return graph.destinations.map((destination) => destinationCard(destination, width, measure));
  return graph.workloads.map((workload) => workloadCard(workload, graph, width, measure));
}

function gapsFor(needs: Needs, pills: Grid["w"]): Readonly<Record<Column, { readonly min: number; readonly max: number }>> {
  const lanes = laneRoom(needs.lanes);
  return {
    entry: { min: lanes + 20, max: lanes + 52 },
    rule: { min: pills.rule + 30, max: pills.rule + 110 },
    destination: { min: pills.destination + 26, max: pills.destination + 84 },
    workload: { min: 0, max: 0 },
  };
}

/** Narrows the widest columns to a common width (by weight), none below its minimum, until all have room; undefined where they never have. */
function levelled(inFlow: readonly Column[], natural: Grid["w"], available: number): Grid["w"] | undefined {
  const at = (column: Column, level: number): number =>
    Math.floor(Math.min(natural[column], Math.max(level * limits[column].weight, limits[column].min)));
  const total = (level: number): number => sum(inFlow.map((column) => at(column, level)));
  if (total(0) > available) return undefined;
  let low = 0;
  let high = largest(inFlow.map((column) => natural[column])) + 1;
  while (high - low > 0.5) {
    const level = (low + high) / 2;
    if (total(level) > available) high = level;
    else low = level;
  }
  return { entry: at("entry", low), rule: at("rule", low), destination: at("destination", low), workload: at("workload", low) };
}

function pillRoom(width: number): number {
  return width === 0 ? 0 : pillMargin + width;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
