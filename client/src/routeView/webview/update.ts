import { defaultRules } from "../../../../server/src/core/routing/layout/limit";
import { editableLegs } from "../../../../server/src/core/routing/layout/links";
import { locateSource, ruleIndexOf } from "../../../../server/src/core/routing/layout/locate";
import type { RouteView, RuleNode } from "../../../../server/src/core/routing/routeView";
import type { PictureInput } from "../../../../server/src/protocol/routeViewMessages";

/** Everything the picture shows; a new value for each event. */
export interface PictureModel {
  readonly view: RouteView | undefined;
  readonly version: number | undefined;
  /** Pixels of the panel. */
  readonly width: number;
  readonly zoom: number;
  /** How many rules of a graph are drawn, where the user asked for more. */
  readonly rulesShown: ReadonlyMap<string, number>;
  readonly cursor: { readonly file: string; readonly offset: number } | undefined;
  /** What the cursor of the editor stands in. */
  readonly current: string | undefined;
  readonly trace: ReadonlySet<string> | undefined;
  readonly draft: WeightDraft | undefined;
}

/** Weights that are being changed and not yet written; their sum is kept at 100. */
export interface WeightDraft {
  readonly rule: string;
  /** The leg whose share was asked for. */
  readonly leg: string;
  /** By leg. */
  readonly weights: ReadonlyMap<string, number>;
  /** The weights from before `edited` was changed: the others follow in proportion to these. */
  readonly base: ReadonlyMap<string, number>;
  readonly edited: string;
  readonly isChanged: boolean;
  /** Sent to the editor: shown until the next snapshot. */
  readonly isApplied: boolean;
}

export type PictureEvent =
  | PictureInput
  | { readonly type: "resize"; readonly width: number }
  | { readonly type: "zoom"; readonly zoom: number }
  | { readonly type: "showMore"; readonly graph: string }
  | { readonly type: "startWeights"; readonly leg: string }
  | { readonly type: "draftWeight"; readonly leg: string; readonly value: number }
  | { readonly type: "applyWeights" }
  | { readonly type: "cancelWeights" };

export const initialModel: PictureModel = {
  view: undefined,
  version: undefined,
  width: 0,
  zoom: 1,
  rulesShown: new Map(),
  cursor: undefined,
  current: undefined,
  trace: undefined,
  draft: undefined,
};

const moreRules = 100;
export const zoomRange = { min: 0.5, max: 2 } as const;

export function update(model: PictureModel, event: PictureEvent): PictureModel {
  switch (event.type) {
    case "view":
      return withCurrent({ ...model, view: event.view, version: event.version, draft: keptDraft(model, event.view) });
    case "cursor":
      return withCurrent({ ...model, cursor: { file: event.file, offset: event.offset } });
    case "trace":
      return { ...model, trace: event.path && new Set(event.path), rulesShown: shownWith(model, event.path ?? []) };
    case "resize":
      return { ...model, width: event.width };
    case "zoom":
      return { ...model, zoom: Math.round(Math.min(Math.max(event.zoom, zoomRange.min), zoomRange.max) * 10) / 10 };
    case "showMore":
      return {
        ...model,
        rulesShown: new Map(model.rulesShown).set(event.graph, (model.rulesShown.get(event.graph) ?? defaultRules) + moreRules),
      };
    case "startWeights":
      return { ...model, draft: draftFor(model, event.leg) };
    case "draftWeight":
      return { ...model, draft: model.draft && changedDraft(model.draft, event.leg, event.value) };
    case "applyWeights":
      return { ...model, draft: model.draft && { ...model.draft, isApplied: true } };
    case "cancelWeights":
      return { ...model, draft: undefined };
  }
}

/** The view with the weights that are being changed. */
export function draftedView({ view, draft }: PictureModel): RouteView | undefined {
  if (view === undefined || draft === undefined) return view;
  const drafted = (rule: RuleNode): RuleNode =>
    rule.id === draft.rule ? { ...rule, legs: rule.legs.map((leg) => ({ ...leg, share: draft.weights.get(leg.id) ?? leg.share })) } : rule;
  return { ...view, graphs: view.graphs.map((graph) => ({ ...graph, rules: graph.rules.map(drafted) })) };
}

/** The rule whose weights are being changed. */
export function draftedRule({ view, draft }: PictureModel): RuleNode | undefined {
  return view?.graphs.flatMap((graph) => graph.rules).find((rule) => rule.id === draft?.rule);
}

/**
 * Gives one weight a value and takes it from the others, or gives to them, in proportion to what they have; whole numbers with the
 * sum of 100.
 */
export function balanced(weights: ReadonlyMap<string, number>, leg: string, value: number): ReadonlyMap<string, number> {
  const own = Math.round(Math.min(Math.max(Number.isFinite(value) ? value : 0, 0), 100));
  const others = [...weights].filter(([id]) => id !== leg);
  const total = others.reduce((sum, [, weight]) => sum + weight, 0);
  let left = 100 - own;
  let unshared = total;
  const shared = others.map(([id, weight], index) => {
    const part = unshared > 0 ? Math.round((left * weight) / unshared) : Math.round(left / (others.length - index));
    left -= part;
    unshared -= weight;
    return [id, part] as const;
  });
  const result = new Map([[leg, own], ...shared]);
  return new Map([...weights.keys()].map((id) => [id, result.get(id) ?? 0]));
}

function draftFor(model: PictureModel, leg: string): WeightDraft | undefined {
  const rule = model.view?.graphs.flatMap((graph) => graph.rules).find((each) => each.legs.some(({ id }) => id === leg));
  if (rule === undefined) return undefined;
  const shares = new Map(editableLegs(rule).map((each) => [each.id, each.share]));
  const first = shares.get(leg);
  if (first === undefined) return undefined;
  const weights = balanced(shares, leg, first);
  return { rule: rule.id, leg, weights, base: weights, edited: leg, isChanged: false, isApplied: false };
}

function changedDraft(draft: WeightDraft, leg: string, value: number): WeightDraft {
  const base = leg === draft.edited ? draft.base : draft.weights;
  return { ...draft, base, edited: leg, isChanged: true, weights: balanced(base, leg, value) };
}

/** A draft survives a new snapshot as long as it is not sent and the weights that it changes are still there, unchanged. */
function keptDraft({ view, draft }: PictureModel, next: RouteView): WeightDraft | undefined {
  const weightsIn = (of: RouteView | undefined): string =>
    JSON.stringify(
      of?.graphs.flatMap((graph) =>
        graph.rules.filter((rule) => rule.id === draft?.rule).map((rule) => editableLegs(rule).map((leg) => [leg.id, leg.weight?.value])),
      ),
    );
  return draft !== undefined && !draft.isApplied && weightsIn(view) === weightsIn(next) ? draft : undefined;
}

function withCurrent(model: PictureModel): PictureModel {
  const { view, cursor } = model;
  const current = view && cursor && locateSource(view, cursor.file, cursor.offset);
  return { ...model, current, rulesShown: shownWith(model, current === undefined ? [] : [current]) };
}

/** So many rules that those of some ids are among them. */
function shownWith({ view, rulesShown }: PictureModel, ids: readonly string[]): ReadonlyMap<string, number> {
  const shown = new Map(rulesShown);
  for (const id of ids) {
    const place = view && ruleIndexOf(view, id);
    const isHidden = place !== undefined && place.rule >= (shown.get(place.graph) ?? defaultRules);
    if (isHidden) shown.set(place.graph, Math.ceil((place.rule + 1) / moreRules) * moreRules);
  }
  return shown;
}
