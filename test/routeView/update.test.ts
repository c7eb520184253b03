import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedSummaries } from "../../client/src/routeView/webview/announce";
import {
  balanced,
  draftedRule,
  draftedView,
  initialModel,
  type PictureEvent,
  type PictureModel,
  update,
} from "../../client/src/routeView/webview/update";
import { weightEdits } from "../../client/src/routeView/webview/weights";
import { billService, manyRules, sampleViews, websiteCanary, zoo } from "../helpers/routeViews";

function modelAfter(...events: readonly PictureEvent[]): PictureModel {
  return events.reduce(update, initialModel);
}

const canary: PictureEvent = { type: "view", view: websiteCanary(), version: 3 };
const first = "rule 1 leg 0";
const second = "rule 1 leg 1";

describe("weights that are being changed", () => {
  test("start as they are, sum up to 100, and are shown at once", () => {
    const model = modelAfter(canary, { type: "startWeights", leg: first }, { type: "draftWeight", leg: first, value: 35 });
    expect([...(model.draft?.weights ?? [])]).toEqual([
      [first, 35],
      [second, 65],
    ]);
    expect(draftedView(model)?.graphs[0]?.rules[0]?.legs.map((leg) => leg.share)).toEqual([35, 65]);
    expect(model.view).toBe(canary.view);
  });

  test("become edits of the numbers in the text, of the changed ones only", () => {
    const model = modelAfter(
      { type: "view", view: zoo(), version: 1 },
      { type: "startWeights", leg: "rule 3 leg 0" },
      { type: "draftWeight", leg: "rule 3 leg 0", value: 98 },
    );
    const rule = draftedRule(model);
    if (model.draft === undefined || rule === undefined) throw new Error("the weights can be changed");
    const [one, two] = rule.legs.map((leg) => leg.weight?.source);
    // Weights 1 and 2 are written there.
    expect(weightEdits(model.draft, rule)).toEqual([{ ...one, newText: "98" }]);
    expect(two).toBeDefined();
  });

  test("that nobody touched change nothing, although 1 and 2 are not percentages", () => {
    const model = modelAfter({ type: "view", view: zoo(), version: 1 }, { type: "startWeights", leg: "rule 3 leg 0" });
    const rule = draftedRule(model);
    if (model.draft === undefined || rule === undefined) throw new Error("the weights can be changed");
    expect(weightEdits(model.draft, rule)).toEqual([]);
  });

  test("are not offered for a single destination, a mirror or a share", () => {
    for (const leg of ["rule 4 leg 0", "rule 3 leg 2", "no such leg"])
      expect(modelAfter({ type: "view", view: zoo(), version: 1 }, { type: "startWeights", leg }).draft).toBeUndefined();
  });

  test("survive a snapshot that leaves them alone, and end with one that changes them", () => {
    const model = modelAfter(canary, { type: "startWeights", leg: first }, { type: "draftWeight", leg: first, value: 35 });
    expect(update(model, { ...canary, version: 4 }).draft).toEqual(model.draft);
    expect(update(model, { type: "view", view: websiteCanary(40), version: 4 }).draft).toBeUndefined();
    expect(update(model, { type: "view", view: billService(), version: 4 }).draft).toBeUndefined();
  });

  test("once sent are shown until the next snapshot", () => {
    const sent = modelAfter(
      canary,
      { type: "startWeights", leg: first },
      { type: "draftWeight", leg: first, value: 35 },
      { type: "applyWeights" },
    );
    expect(draftedView(sent)?.graphs[0]?.rules[0]?.legs[0]?.share).toBe(35);
    expect(draftedView(update(sent, canary))?.graphs[0]?.rules[0]?.legs[0]?.share).toBe(20);
  });

  test("typing a number digit by digit does not lose the proportion of the others", () => {
    const weights = new Map([
      ["a", 20],
      ["b", 60],
      ["c", 20],
    ]);
    const draft = { rule: "r", leg: "a", weights, base: weights, edited: "a", isChanged: false, isApplied: false };
    const typed: PictureEvent[] = [100, 20].map((value) => ({ type: "draftWeight", leg: "a", value }));
    expect([...(typed.reduce(update, { ...initialModel, draft }).draft?.weights.values() ?? [])]).toEqual([20, 60, 20]);
  });

  test("always are whole numbers from 0 to 100 with the sum of 100", () => {
    const some = fc.array(fc.nat(200), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(some, fc.oneof(fc.integer({ min: -50, max: 250 }), fc.constant(Number.NaN)), (values, value) => {
        const weights = [...balanced(new Map(values.map((weight, index) => [`leg ${index}`, weight])), "leg 0", value).values()];
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
        expect(weights.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= 100)).toBe(true);
      }),
    );
  });
});

describe("what is marked", () => {
  const leg = websiteCanary().graphs[0]?.rules[0]?.legs[1];
  const cursor: PictureEvent = { type: "cursor", file: websiteCanary().file, offset: (leg?.source.span.start ?? 0) + 1 };

  test("follows the cursor, also where the picture comes later", () => {
    expect(modelAfter(canary, cursor).current).toBe(second);
    expect(modelAfter(cursor, canary).current).toBe(second);
    expect(modelAfter(canary, cursor, { ...cursor, file: "other.yaml" }).current).toBeUndefined();
  });

  test("is never among the rules that are left out", () => {
    const many: PictureEvent = { type: "view", view: manyRules(500), version: 1 };
    const rule = manyRules(500).graphs[0]?.rules[250];
    const marked = modelAfter(many, { type: "cursor", file: manyRules(500).file, offset: rule?.source.span.start ?? 0 });
    expect(marked.rulesShown.get("VirtualService default/many")).toBeGreaterThan(250);
    expect(modelAfter(many, { type: "trace", path: ["rule 480"] }).rulesShown.get("VirtualService default/many")).toBeGreaterThanOrEqual(
      480,
    );
  });

  test("a trace ends without a path", () => {
    expect([...(modelAfter(canary, { type: "trace", path: ["rule 1"] }).trace ?? [])]).toEqual(["rule 1"]);
    expect(modelAfter(canary, { type: "trace", path: ["rule 1"] }, { type: "trace", path: undefined }).trace).toBeUndefined();
  });
});

test("the zoom has limits", () => {
  expect(modelAfter({ type: "zoom", zoom: 9 }).zoom).toBe(2);
  expect(modelAfter({ type: "zoom", zoom: 0 }).zoom).toBe(0.5);
});

describe("what is announced", () => {
  test("nothing where nothing changed", () => {
    for (const { view } of sampleViews()) expect(changedSummaries(view, structuredClone(view))).toBe("");
  });

  test("the sentences of the graphs that changed", () => {
    expect(changedSummaries(websiteCanary(20), websiteCanary(35))).toBe(
      "All requests at gateway website-gateway: 35 % to website version-2, 65 % to website version-1.",
    );
  });

  test("why there is nothing to see any more", () => {
    expect(changedSummaries(websiteCanary(), { file: "x", graphs: [], empty: "No routes here." })).toBe("No routes here.");
  });
});
