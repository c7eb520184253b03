import { describe, expect, test } from "vitest";
import { plainService, versionsApart, websiteBroken, websiteCanary, zoo } from "../../../../../test/helpers/routeViews";
import type { RouteGraph, RouteView } from "../routeView";
import { destinationLabel, destinationName, entryLabel, formatShare, graphLabel, ruleLabel, splitTitle, workloadLabel } from "./words";

function graphOf(view: RouteView): RouteGraph {
  const [graph] = view.graphs;
  if (graph === undefined) throw new Error("there is no graph");
  return graph;
}

test("shares have at most one decimal", () => {
  expect([20, 100, 33.333, 66.66, 0, 0.04, 99.96].map(formatShare)).toEqual([
    "20 %",
    "100 %",
    "33.3 %",
    "66.7 %",
    "0 %",
    "<0.1 %",
    "100 %",
  ]);
});

test("titles are split into kind, namespace and name", () => {
  expect(splitTitle("VirtualService default/website")).toEqual({ kind: "VirtualService", namespace: "default", name: "website" });
  expect(splitTitle("Service website")).toEqual({ kind: "Service", namespace: "", name: "website" });
  expect(splitTitle("something else entirely")).toEqual({ kind: "", namespace: "", name: "something else entirely" });
});

describe("what screen readers are told", () => {
  test("of a heading and an entry", () => {
    const graph = graphOf(websiteCanary());
    expect(graphLabel(graph)).toBe("VirtualService website-virtual-service. Namespace default. Hosts *.");
    expect(graph.entries.map((entry) => entryLabel(entry, graph))).toEqual([
      "Entry: Gateway default/website-gateway. HTTP 80 · hosts *. Leads to rule 1.",
    ]);
  });

  test("of an entry with many rules, in ranges", () => {
    const graph = graphOf(zoo());
    expect(graph.entries.map((entry) => entryLabel(entry, graph).replace(/.*Leads/, "Leads"))).toEqual([
      "Leads to rules 1 to 7.",
      expect.stringContaining("Leads to rules 2 to 7. Broken: No Gateway internal-gateway"),
      "Leads to rules 2 to 7.",
    ]);
  });

  test("of rules: order, conditions, destinations with shares, and what is broken there", () => {
    const graph = graphOf(websiteBroken());
    expect(graph.rules.map((rule) => ruleLabel(rule, graph))).toEqual([
      "Rule 1 of 2. If header qa is canary-test. Sends 100 % to website version-2, which is broken.",
      "Rule 2 of 2. Everything else. Sends 100 % to website version-1.",
    ]);
  });

  test("of a rule that no request reaches, and of one that sends nowhere", () => {
    const graph = graphOf(zoo());
    const labels = graph.rules.map((rule) => ruleLabel(rule, graph));
    expect(labels[4]).toMatch(/^Rule 5 of 7\. .* Never gets a request: rule 4 takes every path/);
    expect(labels[0]).toMatch(/Outcome: redirect\.$/);
  });

  test("of destinations and workloads", () => {
    const graph = graphOf(websiteBroken());
    expect(graph.destinations.map(destinationLabel)).toEqual([
      "Destination website, subset version-2, port 80. Broken: DestinationRule website has no subset version-2: these requests get 503.",
      "Destination website, subset version-1, port 80. Pods with version=website-version-1.",
    ]);
    const service = graphOf(plainService());
    expect(service.workloads.map((workload) => workloadLabel(workload, service))).toEqual([
      "Deployment web-v1. Namespace default. 4 replicas. Gets 80 % of website.",
      "Deployment web-v2. Namespace default. 1 replica. Gets 20 % of website.",
    ]);
  });
});

test("a port is named only where it tells destinations apart", () => {
  const graph = graphOf(versionsApart());
  const [first] = graph.destinations;
  if (first === undefined) throw new Error("there are destinations");
  const twin = { ...first, id: "twin", port: 9000 };
  expect(destinationName(first, graph)).toBe("mqtt-server v1");
  expect(destinationName(twin, { ...graph, destinations: [first, twin] })).toBe("mqtt-server:9000 v1");
});
