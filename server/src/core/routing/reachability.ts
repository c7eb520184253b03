import { meshGateway, resolveGatewayName } from "../model/host";
import type { Route, RouteMatch, VirtualService } from "../model/virtualService";
import type { MatchEntry, MatchRequest } from "./algebra/condition";
import { HttpCover } from "./httpCover";
import { l4Takes } from "./l4Cover";
import { matchEntriesOf } from "./matchRule";

/** An entry of `match` (or a rule without any) that never gets a request, because earlier ones together take all that it matches. */
export interface TakenEntry {
  /** Undefined for a rule without `match`. */
  readonly match: RouteMatch | undefined;
  /** The rules that take its requests, in order; the rule itself where its own earlier entries are needed. Never empty. */
  readonly by: readonly Route[];
}

/** What of a rule never gets a request. */
export interface Reachability {
  readonly route: Route;
  /** Every entry is taken by earlier rules. */
  readonly unreachable: boolean;
  readonly taken: readonly TakenEntry[];
  /** For a rule that is reached though some of its entries are not: a request that reaches it, where one could be told. */
  readonly example: MatchRequest | undefined;
}

/** A rule, and what it takes away from later ones: itself, or the rules of its delegate; nothing where that is not known. */
export interface OrderedRule {
  readonly route: Route;
  readonly takes: readonly Route[];
}

/**
 * The rules of one protocol of a VirtualService that are never reached, or only by some of their entries. Each verdict is proven:
 * where it could not be told within the budget of steps, nothing is said. Rules with a half-written condition are left out.
 */
export function unreachedRules(model: VirtualService, namespace: string, rules: readonly OrderedRule[]): readonly Reachability[] {
  const gateways = boundGateways(model, namespace);
  const protocol = rules[0]?.route.protocol;
  if (protocol === undefined) return [];
  return protocol === "http" ? unreachedHttp(rules, namespace, gateways) : unreachedL4(rules, namespace, gateways);
}

/** What a VirtualService is bound to: `mesh` or `namespace/name`. */
export function boundGateways(model: VirtualService, namespace: string): readonly string[] {
  return model.gateways.length === 0 ? [meshGateway] : model.gateways.map((gateway) => resolveGatewayName(gateway.value, namespace));
}

function unreachedHttp(rules: readonly OrderedRule[], namespace: string, gateways: readonly string[]): readonly Reachability[] {
  const cover = new HttpCover<Route>(gateways);
  const found: Reachability[] = [];
  for (const { route, takes } of rules) {
    const own = matchEntriesOf(route, namespace);
    if (!own.includes(undefined)) {
      const entries = own as readonly MatchEntry[];
      const verdict = judgeHttp(route, entries, cover);
      if (verdict !== undefined) found.push(verdict);
    }
    for (const taker of takes) {
      for (const entry of taker === route ? own : matchEntriesOf(taker, namespace)) if (entry !== undefined) cover.add(entry, route);
      if (taker.matches.length === 0) cover.addEverything(route);
    }
  }
  return found;
}

function judgeHttp(route: Route, entries: readonly MatchEntry[], cover: HttpCover<Route>): Reachability | undefined {
  if (entries.length === 0) {
    const by = cover.takersOfEverything();
    return by === undefined ? undefined : { route, unreachable: true, taken: [{ match: undefined, by }], example: undefined };
  }
  const taken: TakenEntry[] = [];
  const open: MatchEntry[] = [];
  const inside = cover.inside();
  let unreachable = true;
  for (const [at, entry] of entries.entries()) {
    const before = cover.takersOf(entry);
    if (before === undefined) unreachable = false;
    const by = before ?? (at === 0 ? undefined : inside.takersOf(entry));
    if (by === undefined) open.push(entry);
    else taken.push({ match: route.matches[at], by });
    inside.add(entry, route);
  }
  if (taken.length === 0) return undefined;
  const example = unreachable ? undefined : firstOf(open, (entry) => cover.exampleOf(entry));
  return { route, unreachable, taken, example };
}

function firstOf<T, R>(items: readonly T[], pick: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = pick(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unreachedL4(rules: readonly OrderedRule[], namespace: string, gateways: readonly string[]): readonly Reachability[] {
  const found: Reachability[] = [];
  const earlier: Route[] = [];
  for (const { route, takes } of rules) {
    if (!route.matches.some((match) => match.unclear)) {
      const taken: TakenEntry[] = [];
      const own: RouteMatch[] = [];
      let unreachable = true;
      for (const match of route.matches.length === 0 ? [undefined] : route.matches) {
        const taker = earlier.find((one) => l4Takes(one, match, namespace, gateways));
        const self = taker === undefined && match !== undefined && l4Takes({ ...route, matches: own }, match, namespace, gateways);
        if (taker !== undefined) taken.push({ match, by: [taker] });
        else {
          unreachable = false;
          if (self && own.length > 0) taken.push({ match, by: [route] });
        }
        if (match !== undefined) own.push(match);
      }
      if (taken.length > 0) found.push({ route, unreachable, taken, example: undefined });
    }
    earlier.push(...takes);
  }
  return found;
}
