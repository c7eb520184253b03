import type { IndexView } from "../index/indexView";
import { describeResource, type Resource } from "../model/resource";
import type { Route, RouteMatch, VirtualService } from "../model/virtualService";
import { type EffectiveRule, effectiveRules } from "./delegates";
import type { Leg, RouteGraph, RuleNode } from "./routeView";
import { DestinationNodes } from "./viewDestinations";
import { type Entry, entriesOf, type LocateSpan, serves } from "./viewEntries";
import { legId, ruleId } from "./viewIds";
import { summaryOf } from "./viewSummary";
import { actionsInWords, conditionsInWords, faultsInWords } from "./words";

/** The picture of one VirtualService: where its traffic enters, its rules in order, and where they send. */
export function virtualServiceGraph(index: IndexView, owner: Resource<VirtualService>, locate: LocateSpan): RouteGraph {
  const id = owner.id;
  const entries = entriesOf(index, owner, id, locate);
  const nodes = new DestinationNodes(index, id, locate);
  const effective = effectiveRules(index, owner);
  const rules = effective.map((rule, at) => ruleNode(rule, at, effective, { owner, graph: id, entries, nodes, locate }));
  const graph: Omit<RouteGraph, "summary"> = {
    id,
    title: describeResource(owner),
    subject: "VirtualService",
    source: locate(owner, owner.name.span),
    hosts: owner.model.hosts.map((host) => host.value),
    entries: entries.map((entry) => entry.node),
    rules,
    destinations: nodes.destinations,
    workloads: nodes.workloads,
    pods: nodes.pods,
  };
  return { ...graph, summary: summaryOf(graph) };
}

interface RuleContext {
  readonly owner: Resource<VirtualService>;
  readonly graph: string;
  readonly entries: readonly Entry[];
  readonly nodes: DestinationNodes;
  readonly locate: LocateSpan;
}

function ruleNode(rule: EffectiveRule, at: number, all: readonly EffectiveRule[], context: RuleContext): RuleNode {
  const { route, source, written } = rule;
  const id = ruleId(context.graph, route.protocol, rule.rootRoute.index, rule.delegated);
  const entries = context.entries.filter((entry) => serves(entry, rule.root, route));
  const outcome = outcomeOf(rule);
  const legs = outcome === "route" ? legsOf(id, rule, entries, context) : [];
  const unreachable = unreachableReason(rule, all.slice(0, at), entries, context);
  return {
    id,
    order: at + 1,
    protocol: route.protocol,
    name: route.name?.value,
    conditions: route.matches.some((match) => conditionsInWords(match).length === 0) ? [] : route.matches.map(conditionsInWords),
    actions: actionsInWords(route),
    outcome,
    faults: faultsInWords(route.fault),
    unreachable: unreachable !== undefined,
    entries: entries.map((entry) => entry.node.id),
    legs,
    state: rule.dropped !== undefined || outcome === "none" ? "broken" : "ok",
    problem: unreachable ?? (outcome === "none" ? "The rule says nothing about where requests go." : undefined),
    source: context.locate(source, written.span),
  };
}

function outcomeOf({ route, dropped }: EffectiveRule): RuleNode["outcome"] {
  if (dropped !== undefined && route.delegate !== undefined) return "delegate";
  if (route.redirect !== undefined) return "redirect";
  if (route.directResponse !== undefined) return "direct-response";
  return route.destinations.length > 0 ? "route" : "none";
}

/** Shares are relative weights; a lone destination gets everything, whatever its weight (5.5 of the routing semantics). */
function legsOf(rule: string, { route, written, source }: EffectiveRule, entries: readonly Entry[], context: RuleContext): readonly Leg[] {
  const ports = [...new Set(entries.flatMap((entry) => entry.listeners ?? []).map((listener) => listener.port))];
  const total = route.destinations.reduce((sum, one) => sum + (one.weight?.value ?? 0), 0);
  const shareOf = (weight: number): number => (route.destinations.length === 1 ? 100 : total === 0 ? 0 : (weight / total) * 100);
  const routed = written.destinations.map((destination, position): Leg => {
    const weight = destination.weight;
    return {
      id: legId(rule, position),
      destination: context.nodes.add(source, destination, ports).id,
      share: shareOf(weight?.value ?? 0),
      mirror: false,
      weight: weight === undefined ? undefined : { value: weight.value, source: context.locate(source, weight.span) },
      source: context.locate(source, destination.span),
    };
  });
  const copied = written.mirrors.map(
    (mirror, position): Leg => ({
      id: legId(rule, written.destinations.length + position),
      destination: context.nodes.add(source, mirror.destination, ports).id,
      share: mirror.percent?.value ?? 100,
      mirror: true,
      weight: undefined,
      source: context.locate(source, mirror.destination.span),
    }),
  );
  return [...routed, ...copied];
}

function unreachableReason(
  rule: EffectiveRule,
  earlier: readonly EffectiveRule[],
  entries: readonly Entry[],
  { entries: all }: RuleContext,
): string | undefined {
  if (rule.dropped !== undefined) return rule.dropped;
  const first = earlier.find(
    (one) => one.dropped === undefined && one.route.protocol === rule.route.protocol && takesEverything(one.route),
  );
  if (first !== undefined) {
    return `Never reached: ${first.route.name === undefined ? `${first.route.protocol} rule ${first.route.index + 1}` : `rule "${first.route.name.value}"`} before it takes everything.`;
  }
  if (entries.length > 0 || all.length === 0 || all.some((entry) => entry.node.state !== "ok")) return undefined;
  const ports = rule.route.matches.flatMap((match) => match.port?.value ?? []);
  return ports.length > 0
    ? `Never reached: no server of a bound gateway offers ${rule.route.protocol} rules port ${[...new Set(ports)].join(", ")}.`
    : `Never reached: no server of a bound gateway uses ${rule.route.protocol} rules.`;
}

/** A rule that matches whatever arrives, on the mesh and at every gateway (5.1 of the routing semantics). */
function takesEverything(route: Route): boolean {
  return route.matches.length === 0 || route.matches.some((match) => isUnconditional(match));
}

function isUnconditional(match: RouteMatch): boolean {
  const anyPath =
    match.uri === undefined ||
    (match.uri.kind !== "present" && ["prefix /", "regex .*"].includes(`${match.uri.kind} ${match.uri.value.value}`));
  return anyPath && !match.unclear && conditionsInWords({ ...match, uri: undefined }).length === 0;
}
