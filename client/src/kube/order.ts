import { hostSubsetOf, resolveHost } from "../../../server/src/core/model/host";
import { type ClusterObject, isRecord, objectTitle } from "./cluster";

/** One object of an apply: as it is in the cluster, and as it shall be. */
export interface Change {
  readonly live: ClusterObject | undefined;
  readonly next: ClusterObject;
  /** The object's namespace, or that of the target where it names none. */
  readonly namespace: string;
}

export interface ApplyOrder {
  /** Indexes into the changes, first to apply first. */
  readonly indexes: readonly number[];
  /** Where a route will name an undefined subset: for a moment that no order avoids, or for good. */
  readonly notes: readonly string[];
}

/**
 * The order in which to write objects so that at no moment a VirtualService routes to a subset that its DestinationRule does not
 * define (requests to it would get 503): a rule that adds a subset goes before the routes that begin to use it, one that removes a
 * subset goes after the routes that stop using it. Otherwise what others rest on goes first: namespaces and definitions,
 * workloads, Services, Gateways, DestinationRules, VirtualServices; then as given.
 * @param domain cluster domain that completes short hosts, e.g. `cluster.local`
 */
export function applyOrder(changes: readonly Change[], domain: string): ApplyOrder {
  const before = changes.map(() => new Set<number>());
  const notes: string[] = [];
  for (const [ruleIndex, rule] of changes.entries()) {
    if (rule.next.kind !== "DestinationRule") continue;
    const subsets = subsetChange(rule, domain);
    for (const [routeIndex, route] of changes.entries()) {
      if (route.next.kind !== "VirtualService") continue;
      const begins = usedSubsets(route.next, route.namespace, subsets.nextHost, domain).filter((name) => subsets.added.has(name));
      const stops = usedSubsets(route.live, route.namespace, subsets.liveHost, domain).filter((name) => subsets.removed.has(name));
      const keeps = usedSubsets(route.next, route.namespace, subsets.liveHost, domain).filter((name) => subsets.removed.has(name));
      if (keeps.length > 0)
        notes.push(
          `${objectTitle(route.next)} still routes to ${subsetWords(keeps)}, which ${objectTitle(rule.next)} removes: its requests will fail with 503.`,
        );
      if (begins.length > 0) before[routeIndex]?.add(ruleIndex);
      if (begins.length > 0 && stops.length > 0) notes.push(gapNote(rule, route, begins, stops));
      else if (stops.length > 0) before[ruleIndex]?.add(routeIndex);
    }
  }
  const ranks = changes.map((change) => rankOf(change.next.kind));
  const { indexes, cycle } = sortByRank(ranks, before);
  if (cycle.length > 0) notes.push(cycleNote(cycle.flatMap((index) => changes[index] ?? [])));
  return { indexes, notes };
}

interface SubsetChange {
  readonly liveHost: string;
  readonly nextHost: string;
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

/** A rule that moves to another host defines all of its subsets anew and takes away all of the old ones. */
function subsetChange({ live, next, namespace }: Change, domain: string): SubsetChange {
  const liveHost = ruleHost(live, namespace, domain);
  const nextHost = ruleHost(next, namespace, domain);
  const had = new Set(definedSubsets(live));
  const has = new Set(definedSubsets(next));
  if (liveHost !== nextHost) return { liveHost, nextHost, added: has, removed: had };
  return { liveHost, nextHost, added: without(has, had), removed: without(had, has) };
}

function ruleHost(rule: ClusterObject | undefined, namespace: string, domain: string): string {
  const spec = rule?.spec;
  return isRecord(spec) && typeof spec.host === "string" ? resolveHost(spec.host, namespace, domain) : "";
}

function definedSubsets(rule: ClusterObject | undefined): readonly string[] {
  const spec = rule?.spec;
  const subsets = isRecord(spec) && Array.isArray(spec.subsets) ? spec.subsets : [];
  return subsets.flatMap((subset: unknown) => (isRecord(subset) && typeof subset.name === "string" ? [subset.name] : []));
}

/** Names of the subsets of the rule's host that a VirtualService routes or mirrors to, without repetition. */
function usedSubsets(route: ClusterObject | undefined, namespace: string, ruleHostName: string, domain: string): readonly string[] {
  const names = new Set<string>();
  visitDestinations(route?.spec, (host, subset) => {
    if (hostSubsetOf(resolveHost(host, namespace, domain), ruleHostName)) names.add(subset);
  });
  return [...names];
}

/** Calls back for every mapping with a host and a subset: in a VirtualService these are the destinations, of routes and mirrors alike. */
function visitDestinations(value: unknown, found: (host: string, subset: string) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visitDestinations(item, found);
  } else if (isRecord(value)) {
    if (typeof value.host === "string" && typeof value.subset === "string") found(value.host, value.subset);
    for (const item of Object.values(value)) visitDestinations(item, found);
  }
}

function without(names: ReadonlySet<string>, taken: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => !taken.has(name)));
}

const kindOrder = [
  ["Namespace", "CustomResourceDefinition"],
  ["ServiceAccount", "ConfigMap", "Secret"],
  ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Job", "CronJob", "Rollout"],
  ["Service", "ServiceEntry", "WorkloadGroup", "WorkloadEntry"],
  ["Gateway"],
  ["DestinationRule"],
  ["VirtualService"],
];

function rankOf(kind: string): number {
  const rank = kindOrder.findIndex((kinds) => kinds.includes(kind));
  return rank < 0 ? kindOrder.length : rank;
}

/** Repeatedly takes the change of the lowest rank whose predecessors are all taken; of a cycle, the one of the lowest rank. */
function sortByRank(
  ranks: readonly number[],
  before: readonly ReadonlySet<number>[],
): { indexes: readonly number[]; cycle: readonly number[] } {
  const waiting = new Set([...ranks.keys()].sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0)));
  const indexes: number[] = [];
  let cycle: readonly number[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].find((index) => ![...(before[index] ?? [])].some((other) => waiting.has(other)));
    if (ready === undefined && cycle.length === 0) cycle = [...waiting];
    const taken = ready ?? [...waiting][0] ?? 0;
    waiting.delete(taken);
    indexes.push(taken);
  }
  return { indexes, cycle };
}

function gapNote(rule: Change, route: Change, begins: readonly string[], stops: readonly string[]): string {
  const ruleTitle = objectTitle(rule.next);
  return (
    `${objectTitle(route.next)} goes from ${subsetWords(stops)} to ${subsetWords(begins)} while ${ruleTitle} removes the former and adds the latter: ` +
    `whichever is written first, requests fail with 503 until the other follows. To avoid the gap, apply a ${ruleTitle} that has both first, and remove the old subset afterwards.`
  );
}

function cycleNote(changes: readonly Change[]): string {
  return `${changes.map((change) => objectTitle(change.next)).join(", ")} need each other to be written first: requests may fail with 503 for a moment between the writes.`;
}

function subsetWords(names: readonly string[]): string {
  return `subset ${names.map((name) => `"${name}"`).join(", ")}`;
}
