import type { Card } from "./cards";
import { stretchCard } from "./cards";
import type { Link, Links } from "./links";
import { pillPitch } from "./links";
import { placeInOrder, spread } from "./place";

export const rowGap = 14;
export const referenceHeight = 24;
const targetGap = 10;
/** With more rules lines from all of them to common destinations would run too far to be followed. */
const maxConverging = 8;

export interface Cards {
  readonly rules: readonly Card[];
  readonly destinations: readonly Card[];
  readonly workloads: readonly Card[];
}

export interface Placed {
  readonly card: Card;
  readonly top: number;
}

/** Heights in the columns, from any origin. */
export interface Placement {
  readonly rules: readonly Placed[];
  readonly destinations: readonly Placed[];
  readonly workloads: readonly Placed[];
  /** Tops of the references that stand for the targets of links, by link. */
  readonly references: ReadonlyMap<string, number>;
  /** Where each link leaves its card. */
  readonly ports: ReadonlyMap<string, number>;
}

/**
 * Few rules: their lines converge at the destinations, which stand as level with them as they can. Many: each rule has a band with what
 * it is the first to lead to, and references to what stands further up.
 */
export function placeCards(cards: Cards, links: Links): Placement {
  const roomy = {
    rules: cards.rules.map((card) => roomFor(card, links.legs)),
    destinations: cards.destinations.map((card) => roomFor(card, links.pods)),
    workloads: cards.workloads,
  };
  return cards.rules.length > maxConverging ? placeInBands(roomy, links) : placeConverging(roomy, links);
}

/** Tops for cards, each as level as possible with the first thing it leads to. */
export function placeBeside(cards: readonly Card[], levels: (card: Card) => number | undefined): readonly Placed[] {
  const wishes = cards.map((card) => ({ card, level: levels(card) }));
  return inOrder(wishes.map(({ card, level }) => ({ card, wish: level === undefined ? undefined : level - card.port })));
}

function placeConverging(cards: Cards, links: Links): Placement {
  const rules = inOrder(cards.rules.map((card) => ({ card, wish: undefined })));
  const legPorts = portsOf(rules, links.legs);
  const destinations = inOrder(cards.destinations.map((card) => ({ card, wish: wishFor(card, links, legPorts) })));
  const podPorts = portsOf(destinations, links.pods);
  const workloads = inOrder(cards.workloads.map((card) => ({ card, wish: wishFor(card, links, podPorts) })));
  return { rules, destinations, workloads, references: new Map(), ports: new Map([...legPorts, ...podPorts]) };
}

function inOrder(cards: readonly { readonly card: Card; readonly wish: number | undefined }[]): readonly Placed[] {
  const tops = placeInOrder(
    cards.map(({ card, wish }) => ({ size: card.h, wish })),
    rowGap,
  );
  return cards.map(({ card }, index) => ({ card, top: tops[index] ?? 0 }));
}

/** The top at which the middle of a card is level with what leads to it. */
function wishFor(card: Card, links: Links, ports: ReadonlyMap<string, number>): number | undefined {
  const ys = (links.arriving.get(card.id) ?? []).flatMap((link) => ports.get(link.id) ?? []);
  return ys.length === 0 ? undefined : ys.reduce((sum, y) => sum + y, 0) / ys.length - card.h / 2;
}

/** What a link leads to: a card with what that leads to, or a reference. */
interface Target {
  readonly link: string | undefined;
  readonly card: Card | undefined;
  readonly inner: readonly Target[];
  readonly height: number;
}

function placeInBands(cards: Cards, links: Links): Placement {
  const byId = new Map([...cards.destinations, ...cards.workloads].map((card) => [card.id, card]));
  const placed: Placed[] = [];
  const references = new Map<string, number>();
  const take = (id: string, link: string | undefined): Target => {
    const card = byId.get(id);
    if (card === undefined) return { link, card, inner: [], height: referenceHeight };
    byId.delete(id);
    const inner = takeAll(links.pods.get(id) ?? []);
    return { link, card, inner, height: Math.max(card.h, heightOf(inner)) };
  };
  const takeAll = (leaving: readonly Link[]): readonly Target[] =>
    leaving.flatMap(({ id, to }) => (to === undefined ? [] : [take(to, id)]));
  const put = (targets: readonly Target[], top: number, height: number): void => {
    let y = top + (height - heightOf(targets)) / 2;
    for (const { link, card, inner, height: own } of targets) {
      if (card !== undefined) placed.push({ card, top: Math.round(y + (own - card.h) / 2) });
      else if (link !== undefined) references.set(link, Math.round(y));
      put(inner, y, own);
      y += own + targetGap;
    }
  };
  let top = 0;
  const band = (rule: Card | undefined, targets: readonly Target[]): void => {
    const height = Math.max(rule?.h ?? 0, heightOf(targets));
    if (rule !== undefined) placed.push({ card: rule, top: Math.round(top + (height - rule.h) / 2) });
    put(targets, top, height);
    top += height + rowGap;
  };
  for (const rule of cards.rules) band(rule, takeAll(links.legs.get(rule.id) ?? []));
  for (const { id } of [...cards.destinations, ...cards.workloads]) if (byId.has(id)) band(undefined, [take(id, undefined)]);
  const of = (kind: Card["kind"]): readonly Placed[] => placed.filter(({ card }) => card.kind === kind);
  const rules = of("rule");
  const destinations = of("destination");
  return {
    rules,
    destinations,
    workloads: of("workload"),
    references,
    ports: new Map([...portsOf(rules, links.legs), ...portsOf(destinations, links.pods)]),
  };
}

function heightOf(targets: readonly Target[]): number {
  return targets.reduce((sum, target) => sum + target.height + targetGap, targets.length > 0 ? -targetGap : 0);
}

/** Makes a card high enough for the lines that leave it. */
function roomFor(card: Card, links: ReadonlyMap<string, readonly Link[]>): Card {
  const pills = links.get(card.id)?.filter((link) => link.pill !== undefined).length ?? 0;
  return stretchCard(card, pills * pillPitch + 10);
}

function portsOf(placed: readonly Placed[], links: ReadonlyMap<string, readonly Link[]>): ReadonlyMap<string, number> {
  const ports = placed.flatMap(({ card, top }) => {
    const leaving = links.get(card.id) ?? [];
    const ys = spread(top + card.h / 2, leaving.length, pillPitch, card.h);
    return leaving.map((link, index) => [link.id, ys[index] ?? 0] as const);
  });
  return new Map(ports);
}
