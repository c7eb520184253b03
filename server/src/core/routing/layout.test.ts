import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryRouteView } from "../../../../test/helpers/arbitraryRouteView";
import {
  billService,
  manyRules,
  plainService,
  sampleViews,
  twoGraphs,
  versionsApart,
  websiteBroken,
  websiteCanary,
} from "../../../../test/helpers/routeViews";
import { layoutScene } from "./layout";
import type { Box, Scene, SceneGraph } from "./layout/scene";
import type { RouteView } from "./routeView";

const widths = fc.integer({ min: 300, max: 1500 });
const everyRule = (view: RouteView): ReadonlyMap<string, number> => new Map(view.graphs.map((graph) => [graph.id, graph.rules.length]));

describe("what holds for every picture", () => {
  test("nodes, shares, references and captions never overlap, and stay inside their graph", () => {
    fc.assert(
      fc.property(arbitraryRouteView(), widths, (view, width) => {
        for (const graph of layoutScene(view, { width, rulesShown: everyRule(view) }).graphs) {
          expect(overlaps(boxesOf(graph))).toEqual([]);
          expect(boxesOf(graph).filter(({ box }) => box.x < 0 || box.x + box.w > graph.w || box.y < 0 || box.y + box.h > graph.h)).toEqual(
            [],
          );
        }
      }),
      { numRuns: 120 },
    );
  });

  test("what a card shows is inside it and does not overlap", () => {
    fc.assert(
      fc.property(arbitraryRouteView(), widths, (view, width) => {
        const nodes = layoutScene(view, { width }).graphs.flatMap((graph) => graph.nodes);
        for (const node of nodes) {
          const parts = node.parts
            .filter((part) => part.kind !== "mark")
            .map((part) => ({ name: `${part.kind} ${part.lines.join(" ")}`, box: part }));
          expect(overlaps(parts)).toEqual([]);
          expect(parts.filter(({ box }) => box.x < 0 || box.x + box.w > node.w || box.y < 0 || box.y + box.h > node.h)).toEqual([]);
        }
      }),
      { numRuns: 80 },
    );
  });

  test("everything is drawn exactly once", () => {
    fc.assert(
      fc.property(arbitraryRouteView(), widths, (view, width) => {
        const scene = layoutScene(view, { width, rulesShown: everyRule(view) });
        const things = view.graphs.flatMap((graph) => [graph, ...graph.entries, ...graph.rules, ...graph.destinations, ...graph.workloads]);
        expect(scene.graphs.flatMap((graph) => graph.nodes.map((node) => node.id)).sort()).toEqual(things.map(({ id }) => id).sort());
        const legs = view.graphs.flatMap((graph) => graph.rules.flatMap((rule) => rule.legs.map((leg) => leg.id)));
        const lines = scene.graphs.flatMap((graph) => graph.connectors.map((connector) => connector.id));
        expect(new Set(lines).size).toBe(lines.length);
        expect(lines.filter((id) => legs.includes(id)).sort()).toEqual(legs.sort());
      }),
      { numRuns: 80 },
    );
  });

  test("graphs stand below one another, in the order of the view, within the height of the scene", () => {
    fc.assert(
      fc.property(arbitraryRouteView(), widths, (view, width) => {
        const { graphs, height } = layoutScene(view, { width });
        expect(graphs.map((graph) => graph.id)).toEqual(view.graphs.map((graph) => graph.id));
        for (const [index, graph] of graphs.entries()) expect(graph.y + graph.h).toBeLessThanOrEqual(graphs[index + 1]?.y ?? height);
      }),
    );
  });

  test("the same view gives the same scene", () => {
    fc.assert(
      fc.property(arbitraryRouteView(), widths, (view, width) => {
        expect(layoutScene(structuredClone(view), { width })).toEqual(layoutScene(view, { width }));
      }),
      { numRuns: 50 },
    );
  });

  test("a larger share of a rule has a wider line", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
        const widthAt = (share: number): number => lineOf(layoutScene(websiteCanary(share), { width: 900 }), "rule 1 leg 0").width;
        if (a < b) expect(widthAt(a)).toBeLessThan(widthAt(b));
      }),
    );
  });

  test("a text that does not fit is there in full as a title", () => {
    const long = `${"header x-a-very-long-name-of-a-header is something ".repeat(12)}end`;
    const [graph] = websiteCanary().graphs;
    const [rule] = graph?.rules ?? [];
    if (graph === undefined || rule === undefined) throw new Error("the canary has a rule");
    const view = { ...websiteCanary(), graphs: [{ ...graph, rules: [{ ...rule, conditions: [[long]] }] }] };
    const part = layoutScene(view, { width: 350 })
      .graphs[0]?.nodes.flatMap((node) => node.parts)
      .find((each) => each.kind === "condition");
    expect(part?.lines.at(-1)).toMatch(/…$/);
    expect(part?.title).toBe(long);
  });
});

describe("arrangements", () => {
  test("a wide panel has columns in the order of the flow, a narrow one a tree", () => {
    const columns = layoutScene(websiteCanary(), { width: 1000 }).graphs[0];
    const xs = ["entry website-gateway", "rule 1", "to website version-2", "pods web-v2"].map((id) => boxOf(columns, id).x);
    expect(columns?.arrangement).toBe("columns");
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(new Set(xs).size).toBe(4);
    const stacked = layoutScene(websiteCanary(), { width: 350 }).graphs[0];
    const ids = ["entry website-gateway", "rule 1", "to website version-2", "pods web-v2", "to website version-1", "pods web-v1"];
    const ys = ids.map((id) => boxOf(stacked, id).y);
    expect(stacked?.arrangement).toBe("stacked");
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
  });

  test("in between the entries go above the rules", () => {
    const graph = layoutScene(websiteCanary(), { width: 620 }).graphs[0];
    expect(graph?.arrangement).toBe("entries-above");
    expect(boxOf(graph, "entry website-gateway").y).toBeLessThan(boxOf(graph, "rule 1").y);
    expect(boxOf(graph, "rule 1").x).toBeLessThan(boxOf(graph, "to website version-2").x);
  });

  test("no panel is too narrow", () => {
    expect(layoutScene(websiteCanary(), { width: 10 }).width).toBe(300);
  });

  test("rules keep their order from top to bottom", () => {
    for (const width of [350, 620, 1200]) {
      const rules = layoutScene(manyRules(40), { width }).graphs[0]?.nodes.filter((node) => node.kind === "rule") ?? [];
      expect(rules.map((rule) => rule.id)).toEqual(Array.from({ length: 40 }, (_, index) => `rule ${index + 1}`));
      expect(rules.every((rule, index) => index === 0 || rule.y > (rules[index - 1]?.y ?? 0))).toBe(true);
    }
  });

  test("with few rules lines converge, with many a repeated destination is named at its rule", () => {
    const few = layoutScene(versionsApart(), { width: 1000 }).graphs[0];
    expect(few?.connectors.filter((connector) => connector.reference)).toEqual([]);
    const many = layoutScene(manyRules(40), { width: 1000 }).graphs[0];
    expect(
      many?.connectors
        .filter((connector) => connector.reference)
        .map((connector) => connector.reference?.text)
        .slice(0, 2),
    ).toEqual(["service-1 ↑", "service-2 ↑"]);
    expect(many?.connectors.filter((connector) => connector.reference)).toHaveLength(32);
  });

  test("a Service without rules leads from its entry to its pods, with the share of each", () => {
    const graph = layoutScene(plainService(), { width: 900 }).graphs[0];
    expect(graph?.connectors.map(({ kind, from, to, pill }) => [kind, from, to, pill?.text])).toEqual([
      ["serves", "entry of the Service", "to website", undefined],
      ["pods", "to website", "pods web-v1", "80 %"],
      ["pods", "to website", "pods web-v2", "20 %"],
    ]);
  });

  test("graphs without rules have columns of their own", () => {
    const [withRules, without] = layoutScene(twoGraphs(), { width: 1100 }).graphs;
    expect(boxOf(without, "to website").x).toBeLessThan(boxOf(withRules, "to bill-service v1").x);
  });
});

describe("what the lines say", () => {
  test("shares of a split can be edited, those of a rule with one destination cannot", () => {
    const shares = (view: RouteView): unknown =>
      layoutScene(view, { width: 900 })
        .graphs[0]?.connectors.filter(({ kind }) => kind === "leg")
        .map(({ pill }) => [pill?.text, pill?.editable]);
    expect(shares(billService())).toEqual([
      ["90 %", true],
      ["10 %", true],
    ]);
    expect(shares(websiteBroken())).toEqual([
      ["100 %", false],
      ["100 %", false],
    ]);
  });

  test("a line into a broken destination is broken and marked at its end", () => {
    const graph = layoutScene(websiteBroken(), { width: 900 }).graphs[0];
    expect(graph?.connectors.filter(({ state }) => state === "broken").map(({ to }) => to)).toEqual(["to website version-2"]);
    const marks = graph?.nodes.filter((node) => node.parts.some((part) => part.kind === "mark")).map((node) => node.id);
    expect(marks).toEqual(["to website version-2"]);
  });

  test("no line that leaves a destination is wider than what arrives there", () => {
    const scene = layoutScene(websiteCanary(20), { width: 900 });
    expect(lineOf(scene, "to website version-2→pods web-v2").width).toBe(lineOf(scene, "rule 1 leg 0").width);
  });

  test("lines start at what they come from and end at what they lead to", () => {
    for (const { view } of sampleViews())
      for (const width of [350, 640, 1200])
        for (const graph of layoutScene(view, { width }).graphs)
          for (const { id, path, from, to, reference } of graph.connectors) {
            const { start, end } = endsOf(path);
            expect(distance(start, boxOf(graph, from)), id).toBeLessThan(1);
            if (to !== undefined) expect(distance(end, reference ?? boxOf(graph, to)), id).toBeLessThan(8);
          }
  });
});

describe("many rules", () => {
  test("only the first are drawn until more are asked for", () => {
    const graph = layoutScene(manyRules(500), { width: 900 }).graphs[0];
    expect(graph?.nodes.filter((node) => node.kind === "rule")).toHaveLength(60);
    expect(graph?.more?.hidden).toBe(440);
    expect(graph?.more?.text).toBe("Show 440 more rules");
    const all = layoutScene(manyRules(500), { width: 900, rulesShown: new Map([["VirtualService default/many", 500]]) }).graphs[0];
    expect(all?.nodes.filter((node) => node.kind === "rule")).toHaveLength(500);
    expect(all?.more).toBeUndefined();
  });

  test("what is hidden and wrong is told", () => {
    const [graph] = manyRules(70).graphs;
    if (graph === undefined) throw new Error("there is one graph");
    const rules = graph.rules.map((rule, index) => (index > 66 ? { ...rule, unreachable: true } : rule));
    const scene = layoutScene({ ...manyRules(70), graphs: [{ ...graph, rules }] }, { width: 900 });
    expect(scene.graphs[0]?.more?.text).toBe("Show 10 more rules (3 with problems)");
  });
});

interface Named {
  readonly name: string;
  readonly box: Box;
}

function boxesOf(graph: SceneGraph): readonly Named[] {
  return [
    ...graph.nodes.map((node) => ({ name: node.id, box: node })),
    ...graph.captions.map((caption) => ({ name: `caption ${caption.lines.join()}`, box: caption })),
    ...graph.connectors.flatMap(({ id, pill }) => (pill ? [{ name: `share ${id}`, box: pill }] : [])),
    ...graph.connectors.flatMap(({ id, reference }) => (reference ? [{ name: `reference ${id}`, box: reference }] : [])),
    ...(graph.more ? [{ name: "more", box: graph.more }] : []),
  ];
}

function overlaps(boxes: readonly Named[]): readonly string[] {
  return boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => {
      const apart =
        a.box.x + a.box.w <= b.box.x || b.box.x + b.box.w <= a.box.x || a.box.y + a.box.h <= b.box.y || b.box.y + b.box.h <= a.box.y;
      return apart ? [] : [`${a.name} / ${b.name}`];
    }),
  );
}

function boxOf(graph: SceneGraph | undefined, id: string): Box {
  const node = graph?.nodes.find((each) => each.id === id);
  if (node === undefined) throw new Error(`no node ${id}`);
  return node;
}

function lineOf(scene: Scene, id: string): SceneGraph["connectors"][number] {
  const line = scene.graphs.flatMap((graph) => graph.connectors).find((each) => each.id === id);
  if (line === undefined) throw new Error(`no line ${id}`);
  return line;
}

function endsOf(path: string): { readonly start: readonly number[]; readonly end: readonly number[] } {
  const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
  return { start: numbers.slice(0, 2), end: numbers.slice(-2) };
}

function distance([x = 0, y = 0]: readonly number[], box: Box): number {
  return Math.hypot(Math.max(box.x - x, 0, x - box.x - box.w), Math.max(box.y - y, 0, y - box.y - box.h));
}
