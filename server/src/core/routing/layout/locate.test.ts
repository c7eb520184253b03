import { describe, expect, test } from "vitest";
import { websiteCanary } from "../../../../../test/helpers/routeViews";
import type { RouteView } from "../routeView";
import { locateSource, ruleIndexOf } from "./locate";

describe("locateSource", () => {
  const view = websiteCanary();
  const [graph] = view.graphs;
  const leg = graph?.rules[0]?.legs[1];

  test("finds what a place in the file belongs to, its end included", () => {
    const { start, end } = leg?.source.span ?? { start: 0, end: 0 };
    expect([start, start + 3, end].map((offset) => locateSource(view, view.file, offset))).toEqual([leg?.id, leg?.id, leg?.id]);
  });

  test("prefers the innermost", () => {
    if (graph === undefined) throw new Error("there is one graph");
    const around = { file: view.file, span: { start: 0, end: 10_000 } };
    const nested: RouteView = { ...view, graphs: [{ ...graph, source: around }] };
    expect(locateSource(nested, view.file, leg?.source.span.start ?? 0)).toBe(leg?.id);
    expect(locateSource(nested, view.file, 9_000)).toBe(graph.id);
  });

  test("finds nothing in another file or beyond", () => {
    expect(locateSource(view, "other.yaml", leg?.source.span.start ?? 0)).toBeUndefined();
    expect(locateSource(view, view.file, 100_000)).toBeUndefined();
  });
});

test("ruleIndexOf finds the rule of a rule, a leg or a destination", () => {
  const view = websiteCanary();
  const found = { graph: "VirtualService default/website-virtual-service", rule: 0 };
  expect(["rule 1", "rule 1 leg 1", "to website version-1"].map((id) => ruleIndexOf(view, id))).toEqual([found, found, found]);
  expect(ruleIndexOf(view, "pods web-v1")).toBeUndefined();
});
