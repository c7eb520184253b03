import { layoutScene } from "../../../../server/src/core/routing/layout";
import type { Box, Scene } from "../../../../server/src/core/routing/layout/scene";
import type { Measure } from "../../../../server/src/core/routing/layout/text";
import type { Direction } from "../../../../server/src/core/routing/layout/walk";
import { step } from "../../../../server/src/core/routing/layout/walk";
import type { PictureOutput, PictureState } from "../../../../server/src/protocol/routeViewMessages";
import { changedSummaries } from "./announce";
import { html, setAttributes } from "./dom";
import { createMeasure } from "./measure";
import type { Contents } from "./nodes";
import { outlineOf } from "./outline";
import { findElement, findSource, markNear, renderScene } from "./render";
import { scrollFor, stretchOf } from "./sight";
import type { PictureEvent, PictureModel } from "./update";
import { draftedRule, draftedView, initialModel, update } from "./update";
import { WeightsEditor, weightEdits } from "./weights";
import { createZoom } from "./zoom";

/** What the picture needs of the page that holds it. */
export interface PictureHost {
  readonly post: (message: PictureOutput) => void;
  readonly saveState: (state: PictureState) => void;
  readonly restoredState: PictureState | undefined;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};
const emptyScene: Scene = { width: 0, height: 0, graphs: [] };
/** Longer than the pause between two keystrokes. */
const announceDelayMs = 700;
/** Weights that led to no new snapshot within this time were not written: what was there is shown again. */
const answerTimeoutMs = 3_000;
const saveDelayMs = 300;
/** Room above and below what is scrolled to. */
const sightMargin = 16;

/** The picture in its page: holds the model, draws it after each event and turns what the user does into events and messages. */
export class Picture {
  readonly #host: PictureHost;
  readonly #root: HTMLElement;
  readonly #scroller = html("main", "scroller");
  readonly #stage = html("div", "stage");
  readonly #empty = html("p", "empty waiting", "Reading the workspace…");
  readonly #outline = html("div", "visually-hidden outline");
  readonly #live = html("div", "visually-hidden");
  readonly #weights: WeightsEditor;
  readonly #zoom: { readonly element: HTMLElement; readonly show: (zoom: number) => void };
  readonly #contents: Contents = new WeakMap();
  readonly #stops = new Map<string, string>();
  /** Where the arrow to the right was pressed, to find back over a fork. */
  #trail: readonly string[] = [];
  #measure: Measure;
  #model: PictureModel = initialModel;
  #scene: Scene = emptyScene;
  /** The path that was brought into sight last, and the room for it: it is not sought again while its rules are edited. */
  #sought = "";
  #announced: ReturnType<typeof setTimeout> | undefined;
  #saved: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, host: PictureHost) {
    this.#root = root;
    this.#host = host;
    this.#measure = createMeasure(root);
    this.#weights = new WeightsEditor(
      (event) => this.dispatch(event),
      () => this.#applyWeights(),
    );
    this.#zoom = createZoom((zoom) => this.dispatch({ type: "zoom", zoom }));
    setAttributes(this.#outline, { role: "region", "aria-label": "Routing as a list" });
    setAttributes(this.#live, { role: "status", "aria-live": "polite" });
    this.#scroller.append(this.#empty, this.#stage, this.#outline);
    root.append(this.#scroller, this.#zoom.element, this.#live);
    this.#listen();
    this.#restore();
  }

  dispatch(event: PictureEvent): void {
    const before = this.#model;
    const after = update(before, event);
    this.#model = after;
    if (event.type === "resize" || event.type === "zoom") this.#root.classList.add("still");
    this.#draw(before);
    if (event.type === "resize" || event.type === "zoom") this.#resumeMotion();
    if (event.type === "view") this.#announceLater(before, after);
    if (event.type === "trace" || event.type === "view" || event.type === "resize") this.#seekTrace();
    if (event.type === "cursor" && after.current !== before.current) this.#bringIntoSight(after.current);
    if (event.type === "startWeights") this.#weights.focus(event.leg);
    if (event.type === "cancelWeights" || event.type === "applyWeights") this.#focus(before.draft?.leg);
    if (event.type === "view" || event.type === "zoom") this.#saveLater();
  }

  /** Whether the picture has anything of a path. */
  shows(path: readonly string[]): boolean {
    return stretchOf(this.#scene, new Set(path), 0) !== undefined;
  }

  /** Fonts have changed with the theme or the settings. */
  remeasure(): void {
    this.#measure = createMeasure(this.#root);
    this.#draw(this.#model);
  }

  #draw(before: PictureModel): void {
    const model = this.#model;
    const view = draftedView(model);
    if (view === undefined || model.width === 0) return;
    const focused = focusedId();
    const oldStop = focused === undefined ? undefined : [...this.#stops].find(([, stop]) => stop === focused)?.[0];
    this.#scene = layoutScene(view, { width: model.width / model.zoom, measure: this.#measure, rulesShown: model.rulesShown });
    this.#dropStops();
    this.#stage.style.zoom = String(model.zoom);
    renderScene(this.#stage, this.#scene, { current: model.current, trace: model.trace, stops: this.#stops }, this.#contents);
    this.#empty.classList.remove("waiting");
    this.#empty.textContent = view.graphs.length === 0 ? (view.empty ?? "Nothing here routes traffic.") : "";
    this.#empty.hidden = view.graphs.length > 0;
    this.#zoom.show(model.zoom);
    if (view !== draftedView(before) || !this.#outline.hasChildNodes()) this.#outline.replaceChildren(...outlineOf(view));
    this.#drawWeights();
    if (focused !== undefined && findElement(this.#stage, focused) === undefined) this.#focus(oldStop ?? this.#scene.graphs[0]?.id);
  }

  #drawWeights(): void {
    const { draft, view } = this.#model;
    const rule = draftedRule(this.#model);
    const graph = view?.graphs.find((each) => each.rules.some(({ id }) => id === rule?.id));
    const placed = this.#scene.graphs.find(({ id }) => id === graph?.id);
    const shares = placed?.connectors.filter(({ from, pill }) => from === rule?.id && pill?.editable) ?? [];
    const anchor = boxAround(shares.flatMap(({ pill }) => pill ?? []));
    if (!draft || draft.isApplied || !rule || !graph || !placed || !anchor) {
      this.#weights.element.remove();
      return;
    }
    const hues = new Map(shares.map(({ id, hue }) => [id, hue]));
    const inStage = { ...anchor, x: placed.x + anchor.x, y: placed.y + anchor.y };
    this.#weights.show({ draft, rule, graph, hues, anchor: inStage }, this.#scene.width);
    // Not a child of the stage: that one only holds graphs.
    if (!this.#weights.element.isConnected) this.#stage.after(this.#weights.element);
    this.#weights.element.style.zoom = this.#stage.style.zoom;
  }

  #applyWeights(): void {
    const { draft, version } = this.#model;
    const rule = draftedRule(this.#model);
    if (draft === undefined || rule === undefined) return;
    const edits = weightEdits(draft, rule);
    this.dispatch({ type: edits.length === 0 ? "cancelWeights" : "applyWeights" });
    if (edits.length === 0) return;
    this.#host.post({ type: "setWeights", version, edits });
    const sent = this.#model.draft;
    setTimeout(() => {
      if (this.#model.draft === sent) this.dispatch({ type: "cancelWeights" });
    }, answerTimeoutMs);
  }

  #listen(): void {
    const stage = this.#stage;
    stage.addEventListener("click", (event) => this.#click(event.target));
    stage.addEventListener("keydown", (event) => this.#press(event));
    stage.addEventListener("focusin", (event) => this.#focused(event.target));
    stage.addEventListener("focusout", () => markNear(stage, this.#scene, undefined));
    stage.addEventListener("mouseover", (event) => markNear(stage, this.#scene, idAt(event.target) ?? focusedId()));
    this.#scroller.addEventListener("scroll", () => this.#saveLater(), { passive: true });
    this.#scroller.addEventListener("pointerdown", (event) => {
      if (this.#model.draft?.isApplied === false && event.target instanceof Node && !this.#weights.element.contains(event.target))
        this.dispatch({ type: "cancelWeights" });
    });
    new ResizeObserver(() => {
      const { clientWidth } = this.#scroller;
      if (clientWidth > 0 && clientWidth !== this.#model.width) this.dispatch({ type: "resize", width: clientWidth });
      else this.#seekTrace();
    }).observe(this.#scroller);
  }

  #click(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const reference = target.closest<HTMLElement>("[data-target]")?.dataset.target;
    const more = target.closest<HTMLElement>("[data-more]")?.dataset.more;
    const id = idAt(target);
    const source = id === undefined ? undefined : findSource(this.#scene, id);
    if (reference !== undefined) this.#focus(reference);
    else if (more !== undefined) this.#showMore(more);
    else if (id !== undefined && target.closest(".pill.editable")) this.dispatch({ type: "startWeights", leg: id });
    else if (source !== undefined) this.#host.post({ type: "reveal", version: this.#model.version, file: source.file, span: source.span });
  }

  #press(event: KeyboardEvent): void {
    const direction = directions[event.key];
    const from = idAt(event.target);
    if (direction === undefined || from === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const back = direction === "left" ? this.#trail.at(-1) : undefined;
    const to =
      back !== undefined && step(this.#scene, back, "right") !== undefined && this.#isLinked(back, from)
        ? back
        : step(this.#scene, from, direction);
    if (to === undefined) return;
    if (direction === "right") this.#trail = [...this.#trail, from];
    else this.#trail = direction === "left" ? this.#trail.slice(0, -1) : [];
    this.#focus(to);
  }

  #isLinked(from: string, to: string): boolean {
    return this.#scene.graphs.some((graph) =>
      graph.connectors.some((each) => (each.from === from && (each.to === to || each.id === to)) || (each.id === from && each.to === to)),
    );
  }

  #focused(target: EventTarget | null): void {
    const id = idAt(target);
    const graph = this.#scene.graphs.find(
      ({ nodes, connectors }) => nodes.some((each) => each.id === id) || connectors.some((each) => each.id === id),
    );
    if (id === undefined || graph === undefined) return;
    const old = this.#stops.get(graph.id) ?? graph.nodes[0]?.id;
    this.#stops.set(graph.id, id);
    if (old !== undefined) findElement(this.#stage, old)?.setAttribute("tabindex", "-1");
    findElement(this.#stage, id)?.setAttribute("tabindex", "0");
    markNear(this.#stage, this.#scene, id);
  }

  /** Only where the picture has the keyboard: it never takes it away from the editor. */
  #focus(id: string | undefined): void {
    const element = id === undefined || !document.hasFocus() ? undefined : findElement(this.#stage, id);
    element?.focus();
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #showMore(graph: string): void {
    const shown = new Set(this.#scene.graphs.flatMap(({ nodes }) => nodes.map((node) => node.id)));
    this.dispatch({ type: "showMore", graph });
    const first = this.#scene.graphs.find(({ id }) => id === graph)?.nodes.find((node) => node.kind === "rule" && !shown.has(node.id));
    this.#focus(first?.id);
  }

  #dropStops(): void {
    for (const [graph, stop] of this.#stops) {
      const scene = this.#scene.graphs.find(({ id }) => id === graph);
      const isThere =
        scene?.nodes.some(({ id }) => id === stop) || scene?.connectors.some(({ id, pill }) => id === stop && pill !== undefined);
      if (!isThere) this.#stops.delete(graph);
    }
  }

  #bringIntoSight(id: string | undefined): void {
    if (id === undefined || document.hasFocus()) return;
    findElement(this.#stage, id)?.scrollIntoView({ block: "nearest", behavior: scrollBehavior() });
  }

  /** Scrolls to the path of a request when it is a new one; cards may still be on their way to where the scene has them. */
  #seekTrace(): void {
    const { trace, width, zoom } = this.#model;
    const { clientHeight, scrollTop } = this.#scroller;
    if (trace === undefined) this.#sought = "";
    if (trace === undefined || this.#scene.graphs.length === 0) return;
    const wanted = JSON.stringify([...trace, width, clientHeight]);
    const stretch = stretchOf(this.#scene, trace, (clientHeight - 2 * sightMargin) / zoom);
    if (stretch === undefined || wanted === this.#sought) return;
    this.#sought = wanted;
    const padded = { top: Math.max(stretch.top * zoom - sightMargin, 0), bottom: stretch.bottom * zoom + sightMargin };
    const top = scrollFor(padded, scrollTop, clientHeight);
    if (top !== scrollTop) this.#scroller.scrollTo({ top, behavior: scrollBehavior() });
  }

  #resumeMotion(): void {
    // Reading a size makes the browser apply what was set without transitions.
    this.#stage.getBoundingClientRect();
    this.#root.classList.remove("still");
  }

  #announceLater(before: PictureModel, after: PictureModel): void {
    clearTimeout(this.#announced);
    if (after.view === undefined || before.view === undefined) return;
    const text = changedSummaries(before.view, after.view);
    if (text !== "") this.#announced = setTimeout(() => (this.#live.textContent = text), announceDelayMs);
  }

  #saveLater(): void {
    clearTimeout(this.#saved);
    this.#saved = setTimeout(() => {
      const { view, version, zoom } = this.#model;
      if (view !== undefined) this.#host.saveState({ view, version, zoom, scrollTop: this.#scroller.scrollTop });
    }, saveDelayMs);
  }

  #restore(): void {
    const state = this.#host.restoredState;
    if (state === undefined) return;
    this.dispatch({ type: "view", view: state.view, version: state.version });
    this.dispatch({ type: "zoom", zoom: state.zoom });
    this.dispatch({ type: "resize", width: this.#scroller.clientWidth });
    this.#scroller.scrollTop = state.scrollTop;
  }
}

function scrollBehavior(): ScrollBehavior {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches || document.body.classList.contains("vscode-reduce-motion");
  return isCalm ? "auto" : "smooth";
}

function boxAround(boxes: readonly Box[]): Box | undefined {
  const [first] = boxes;
  if (first === undefined) return undefined;
  const y = Math.min(...boxes.map((box) => box.y));
  return { x: first.x, y, w: first.w, h: Math.max(...boxes.map((box) => box.y + box.h)) - y };
}

function idAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  const holder = target.closest<HTMLElement | SVGElement>("[data-id], [data-line]");
  return holder?.dataset.id ?? holder?.dataset.line;
}

function focusedId(): string | undefined {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement ? activeElement.dataset.id : undefined;
}
