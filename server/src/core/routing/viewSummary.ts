import type { DestinationNode, Leg, RouteGraph, RuleNode, WorkloadNode } from "./routeView";
import { percent } from "./words";

/** The whole picture told in sentences, for those who do not see it. */
export function summaryOf(graph: Omit<RouteGraph, "summary">): string {
  const enters = graph.entries.map((entry) => entry.title).join(" and ");
  const hosts = graph.hosts.length === 0 ? "" : ` for ${graph.hosts.join(", ")}`;
  const rules = graph.rules.map((rule) => ruleInWords(rule, graph));
  const problems = [...graph.entries, ...graph.destinations].flatMap((node) => (node.problem === undefined ? [] : [node.problem]));
  return [`${graph.title}${hosts}.`, enters === "" ? "" : `Traffic enters through ${enters}.`, ...rules, ...problems]
    .filter((part) => part !== "")
    .join(" ");
}

function ruleInWords(rule: RuleNode, graph: Omit<RouteGraph, "summary">): string {
  const when = rule.conditions.length === 0 ? "everything" : rule.conditions.map((all) => all.join(" and ")).join(", or ");
  const name = rule.name === undefined ? "" : ` "${rule.name}"`;
  const goes = rule.legs.map((leg) => legInWords(leg, graph)).join(", ");
  const does = [...(goes === "" ? [] : [goes]), ...rule.actions].join("; ");
  const problem = rule.problem === undefined ? "" : ` ${rule.problem}`;
  return `Rule ${rule.order}${name}, ${when}: ${does === "" ? "nothing" : does}.${problem}`;
}

function legInWords(leg: Leg, graph: Omit<RouteGraph, "summary">): string {
  const destination = graph.destinations.find((one) => one.id === leg.destination);
  const behind = graph.pods
    .filter((pod) => pod.destination === leg.destination)
    .flatMap((pod) => {
      const workload = graph.workloads.find((one) => one.id === pod.workload);
      return workload === undefined ? [] : [workloadInWords(workload, pod.share)];
    });
  const pods = behind.length === 0 ? "" : ` (${behind.join(", ")})`;
  return `${percent(leg.share)} ${leg.mirror ? "copied " : ""}to ${destinationInWords(destination)}${pods}`;
}

function destinationInWords(destination: DestinationNode | undefined): string {
  if (destination === undefined) return "nowhere";
  return destination.subset === undefined ? destination.host : `${destination.host} ${destination.subset}`;
}

function workloadInWords(workload: WorkloadNode, share: number): string {
  return `${percent(share)} ${workload.kind} ${workload.name}, ${workload.replicas} ${workload.replicas === 1 ? "replica" : "replicas"}`;
}
