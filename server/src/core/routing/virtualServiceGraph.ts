import type { IndexView } from "../index/indexView";
import { describeResource, type Resource } from "../model/resource";
import { describeRoute, type Route, type VirtualService } from "../model/virtualService";
import { ownContext } from "./destinationState";
import { clientsOf, serves } from "./entrances";
import { type MeshView, meshView } from "./meshView";
import { type Reachability, unreachedRules } from "./reachability";
import type { EffectiveRule } from "./routeModel";
import type { Leg, RouteGraph, RuleNode } from "./routeView";
import { idOf } from "./trace";
import { DestinationNodes } from "./viewDestinations";
import { type Entry, entriesOf, type LocateSpan } from "./viewEntries";
import { legId } from "./viewIds";
import { summaryOf } from "./viewSummary";
import { actionsInWords, conditionsInWords, faultsInWords } from "./words";

/** The picture of one VirtualService: where its traffic enters, its rules in order, and where they send. */
export function virtualServiceGraph(index: IndexView, owner: Resource<VirtualService>, locate: LocateSpan): RouteGraph {
  const id = owner.id;
  const view = meshView(index, { file: owner.file });
  const entries = entriesOf(view, owner, id, locate);
  const nodes = new DestinationNodes(view, id, locate);
  const effective = view.rulesOf(owner);
  const context: RuleContext = { view, owner, entries, nodes, locate, unreached: unreachedOf(view, owner) };
  const rules = effective.map((rule, at) => ruleNode(rule, at, context));
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
  readonly view: MeshView;
  readonly owner: Resource<VirtualService>;
  readonly entries: readonly Entry[];
  readonly nodes: DestinationNodes;
  readonly locate: LocateSpan;
  /** By rule: that earlier rules take all it matches. */
  readonly unreached: ReadonlyMap<Route, Reachability>;
}

function ruleNode(rule: EffectiveRule, at: number, context: RuleContext): RuleNode {
  const { route, source, written } = rule;
  const entries = context.entries.filter((entry) => serves({ key: entry.entrance.key, servers: entry.servers }, route));
  const outcome = outcomeOf(rule);
  const unreachable = unreachableReason(rule, entries, context);
  return {
    id: idOf(rule),
    order: at + 1,
    protocol: route.protocol,
    name: route.name?.value,
    conditions: route.matches.some((match) => conditionsInWords(match).length === 0) ? [] : route.matches.map(conditionsInWords),
    actions: actionsInWords(route),
    outcome,
    faults: faultsInWords(route.fault),
    unreachable: unreachable !== undefined,
    entries: entries.map((entry) => entry.node.id),
    legs: outcome === "route" ? legsOf(rule, context) : [],
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
function legsOf(rule: EffectiveRule, { owner, view, entries, nodes, locate }: RuleContext): readonly Leg[] {
  const { route, written, source, rootRoute } = rule;
  const entrances = entries.map((entry) => entry.entrance);
  const known = clientsOf(view, entrances, route).map((kind) => kind.choices);
  const clients = known.length > 0 ? known : [[ownContext(owner)]];
  const total = route.destinations.reduce((sum, one) => sum + (one.weight?.value ?? 0), 0);
  const shareOf = (weight: number): number => (route.destinations.length === 1 ? 100 : total === 0 ? 0 : (weight / total) * 100);
  const routed = route.destinations.map((resolved, position): Leg => {
    const drawn = { owner: source, written: written.destinations[position] ?? resolved, resolved };
    const { weight } = resolved;
    return {
      id: legId(idOf(rule), position),
      destination: nodes.add(drawn, clients),
      share: shareOf(weight?.value ?? 0),
      mirror: false,
      weight: weight === undefined ? undefined : { value: weight.value, source: locate(source, weight.span) },
      source: locate(source, resolved.span),
    };
  });
  const [mirrorOwner, mirrors] = written.mirrors.length > 0 ? [source, written.mirrors] : [rule.root, rootRoute.mirrors];
  const copied = route.mirrors.map((mirror, position): Leg => {
    const resolved = mirror.destination;
    const drawn = { owner: mirrorOwner, written: mirrors[position]?.destination ?? resolved, resolved };
    return {
      id: legId(idOf(rule), route.destinations.length + position),
      destination: nodes.add(drawn, clients),
      share: mirror.percent?.value ?? 100,
      mirror: true,
      weight: undefined,
      source: locate(mirrorOwner, resolved.span),
    };
  });
  return [...routed, ...copied];
}

/** Which rules are never reached because earlier ones take all that they match. */
function unreachedOf(view: MeshView, owner: Resource<VirtualService>): ReadonlyMap<Route, Reachability> {
  const found = new Map<Route, Reachability>();
  for (const protocol of ["http", "tls", "tcp"] as const) {
    const routes = view
      .rulesOf(owner)
      .filter((rule) => rule.dropped === undefined && rule.route.protocol === protocol)
      .map(({ route }) => ({ route, takes: [route] }));
    for (const verdict of unreachedRules(owner.model, owner.effectiveNamespace, routes)) {
      if (verdict.unreachable) found.set(verdict.route, verdict);
    }
  }
  return found;
}

function unreachableReason(rule: EffectiveRule, entries: readonly Entry[], { entries: all, unreached }: RuleContext): string | undefined {
  if (rule.dropped !== undefined) return rule.dropped;
  const verdict = unreached.get(rule.route);
  if (verdict !== undefined) return takenReason(verdict);
  if (entries.length > 0 || all.length === 0 || all.some((entry) => entry.node.state !== "ok")) return undefined;
  const ports = rule.route.matches.flatMap((match) => match.port?.value ?? []);
  return ports.length > 0
    ? `Never reached: no server of a bound gateway offers ${rule.route.protocol} rules port ${[...new Set(ports)].join(", ")}.`
    : `Never reached: no server of a bound gateway uses ${rule.route.protocol} rules.`;
}

function takenReason({ taken }: Reachability): string {
  const takers = [...new Set(taken.flatMap((entry) => entry.by))];
  const everything = takers.length === 1 && takers[0]?.matches.length === 0;
  const names = takers.map(describeRoute).join(" and ");
  return `Never reached: ${names} before it ${takers.length === 1 ? "takes" : "together take"} ${everything ? "everything" : "all that this rule matches"}.`;
}
