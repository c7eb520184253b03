import {
  destinationLabel,
  entryLabel,
  formatShare,
  graphLabel,
  ruleLabel,
  workloadLabel,
} from "../../../../server/src/core/routing/layout/words";
import type { RouteGraph, RouteView, RuleNode } from "../../../../server/src/core/routing/routeView";
import { html } from "./dom";

/** The picture as headings and nested lists, for those who do not see it: rules, under each its destinations, under those who answers. */
export function outlineOf(view: RouteView): readonly HTMLElement[] {
  return view.graphs.map((graph) => {
    const entries = graph.entries.map((entry) => html("li", "", entryLabel(entry, graph)));
    const rules = graph.rules.map((rule) => html("li", "", ruleLabel(rule, graph), ...ruleTargets(rule, graph)));
    const rest =
      graph.rules.length > 0 ? [] : graph.destinations.map((destination) => html("li", "", ...destinationItem(destination.id, graph)));
    return html(
      "section",
      "",
      html("h2", "", graph.title),
      html("p", "", `${graphLabel(graph)} ${graph.summary}`),
      ...list("ul", entries),
      ...list("ol", rules),
      ...list("ul", rest),
    );
  });
}

function ruleTargets(rule: RuleNode, graph: RouteGraph): readonly HTMLElement[] {
  const items = rule.legs.map((leg) =>
    html("li", "", `${formatShare(leg.share)}${leg.mirror ? " as a copy" : ""}: `, ...destinationItem(leg.destination, graph)),
  );
  return list("ul", items);
}

function destinationItem(id: string, graph: RouteGraph): readonly (Node | string)[] {
  const destination = graph.destinations.find((each) => each.id === id);
  if (destination === undefined) return [id];
  const answering = new Set(graph.pods.filter((link) => link.destination === id).map((link) => link.workload));
  const workloads = graph.workloads.filter((workload) => answering.has(workload.id));
  return [
    destinationLabel(destination),
    ...list(
      "ul",
      workloads.map((workload) => html("li", "", workloadLabel(workload, graph))),
    ),
  ];
}

function list(tag: "ul" | "ol", items: readonly HTMLElement[]): readonly HTMLElement[] {
  return items.length === 0 ? [] : [html(tag, "", ...items)];
}
