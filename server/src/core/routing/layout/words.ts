import type { DestinationNode, EntryNode, Leg, NodeState, RouteGraph, RuleNode, WorkloadNode } from "../routeView";

/** A percentage as people write it: at most one decimal. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.1) return "<0.1 %";
  return `${String(Math.round(share * 10) / 10)} %`;
}

export function replicasText(count: number): string {
  return count === 1 ? "1 replica" : `${count} replicas`;
}

/** Kind, namespace and name of a title such as `VirtualService default/website`. */
export function splitTitle(title: string): { readonly kind: string; readonly namespace: string; readonly name: string } {
  const [, kind = "", namespace = "", name = title] = /^(\S+) (?:([^/\s]+)\/)?(\S+)$/.exec(title) ?? [];
  return { kind, namespace, name };
}

/** What a rule without conditions takes, depending on whether it is the first one of its protocol. */
export function catchAllText(rule: RuleNode, graph: RouteGraph): string {
  const isFirst = graph.rules.every((other) => other.protocol !== rule.protocol || other.order >= rule.order);
  if (!isFirst) return "Everything else";
  return rule.protocol === "http" ? "All requests" : "All connections";
}

export function takesEverything(rule: RuleNode): boolean {
  return rule.conditions.every((alternative) => alternative.length === 0);
}

/** What stands on the place of the line of a rule that sends nowhere. */
export function outcomeText(outcome: RuleNode["outcome"]): string {
  const texts: Readonly<Record<RuleNode["outcome"], string>> = {
    route: "no destination",
    redirect: "redirect",
    "direct-response": "answers itself",
    delegate: "hands over",
    none: "no route",
  };
  return texts[outcome];
}

/** Host and subset; the port only where it tells two destinations apart. */
export function destinationName({ id, host, subset, port }: DestinationNode, graph: RouteGraph): string {
  const isAmbiguous = graph.destinations.some((other) => other.id !== id && other.host === host && other.subset === subset);
  const where = isAmbiguous && port !== undefined ? `${host}:${port}` : host;
  return subset === undefined ? where : `${where} ${subset}`;
}

/** What is shown where a state gives no reason. */
export function problemText(state: NodeState, problem: string | undefined): string | undefined {
  if (problem !== undefined && problem !== "") return problem;
  if (state === "broken") return "Requests fail here.";
  return state === "unknown" ? "Not in view." : undefined;
}

export function workloadProblem(workload: WorkloadNode): string | undefined {
  const isEmpty = workload.state === "broken" && workload.replicas === 0;
  return problemText(workload.state, isEmpty ? "No replicas: nobody answers." : undefined);
}

/** What every node of a graph says to a screen reader, by id. */
export function labelsOf(graph: RouteGraph): ReadonlyMap<string, () => string> {
  return new Map([
    [graph.id, () => graphLabel(graph)],
    ...graph.entries.map((entry) => [entry.id, () => entryLabel(entry, graph)] as const),
    ...graph.rules.map((rule) => [rule.id, () => ruleLabel(rule, graph)] as const),
    ...graph.destinations.map((destination) => [destination.id, () => destinationLabel(destination)] as const),
    ...graph.workloads.map((workload) => [workload.id, () => workloadLabel(workload, graph)] as const),
  ]);
}

export function graphLabel(graph: RouteGraph): string {
  const { kind, namespace, name } = splitTitle(graph.title);
  return sentences([
    `${kind} ${name}`.trim(),
    namespace && `Namespace ${namespace}`,
    graph.hosts.length > 0 && `Hosts ${graph.hosts.join(", ")}`,
  ]);
}

export function entryLabel(entry: EntryNode, graph: RouteGraph): string {
  const orders = graph.rules.filter((rule) => rule.entries.includes(entry.id)).map((rule) => rule.order);
  const serves = orders.length > 0 && `Leads to ${orders.length === 1 ? "rule" : "rules"} ${rangesText(orders)}`;
  return sentences([
    `${entry.kind === "gateway" ? "Entry" : "Entry from inside the mesh"}: ${entry.title}`,
    ...entry.details,
    serves,
    stateSentence(entry.state, entry.problem),
  ]);
}

export function ruleLabel(rule: RuleNode, graph: RouteGraph): string {
  const conditions = takesEverything(rule)
    ? catchAllText(rule, graph)
    : `If ${rule.conditions.map((all) => all.join(" and ")).join(", or if ")}`;
  const name = rule.name === undefined ? "" : `, ${rule.name}`;
  const outcome =
    rule.legs.length === 0 ? `Outcome: ${outcomeText(rule.outcome)}` : `Sends ${rule.legs.map((leg) => legText(leg, graph)).join(", ")}`;
  return sentences([
    `Rule ${rule.order} of ${graph.rules.length}${name}`,
    conditions,
    ...rule.actions,
    outcome,
    rule.unreachable ? `Never gets a request: ${rule.problem ?? "earlier rules take everything"}` : stateSentence(rule.state, rule.problem),
  ]);
}

export function destinationLabel(destination: DestinationNode): string {
  const port = destination.port === undefined ? "" : `, port ${destination.port}`;
  const what =
    destination.subset === undefined ? `Destination ${destination.host}` : `Destination ${destination.host}, subset ${destination.subset}`;
  const labels = destination.labels.length > 0 && `Pods with ${destination.labels.join(" and ")}`;
  return sentences([`${what}${port}`, labels, stateSentence(destination.state, destination.problem)]);
}

export function workloadLabel(workload: WorkloadNode, graph: RouteGraph): string {
  const shares = graph.pods
    .filter((link) => link.workload === workload.id)
    .map((link) => {
      const destination = graph.destinations.find(({ id }) => id === link.destination);
      return destination && `Gets ${formatShare(link.share)} of ${destinationName(destination, graph)}`;
    });
  return sentences([
    `${workload.kind} ${workload.name}`,
    `Namespace ${workload.namespace}`,
    replicasText(workload.replicas),
    ...shares,
    stateSentence(workload.state, workloadProblem(workload)),
  ]);
}

/** `Rule 2: 20 % go to website version-2`. */
export function legLabel(rule: RuleNode, leg: Leg, graph: RouteGraph): string {
  return `Rule ${rule.order}: ${legText(leg, graph)}`;
}

function legText(leg: Leg, graph: RouteGraph): string {
  const destination = graph.destinations.find(({ id }) => id === leg.destination);
  const target = destination === undefined ? leg.destination : destinationName(destination, graph);
  const broken = destination?.state === "broken" ? ", which is broken" : "";
  return leg.mirror ? `a copy of ${formatShare(leg.share)} to ${target}${broken}` : `${formatShare(leg.share)} to ${target}${broken}`;
}

/** `1 to 3, 5`. */
function rangesText(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last + 1 === number) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first} to ${last}`)).join(", ");
}

function stateSentence(state: NodeState, problem: string | undefined): string | undefined {
  const text = problemText(state, problem);
  if (text === undefined) return undefined;
  if (state === "ok") return text;
  return state === "broken" ? `Broken: ${text}` : `Not in view: ${text}`;
}

function sentences(parts: readonly (string | false | undefined)[]): string {
  return parts.flatMap((part) => (part ? [/[.!?]$/.test(part) ? part : `${part}.`] : [])).join(" ");
}
