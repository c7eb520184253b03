import type { FileEdit } from "../../../../server/src/core/features/results";
import { editableLegs } from "../../../../server/src/core/routing/layout/links";
import type { Box } from "../../../../server/src/core/routing/layout/scene";
import { destinationName } from "../../../../server/src/core/routing/layout/words";
import type { RouteGraph, RuleNode } from "../../../../server/src/core/routing/routeView";
import { html, reconcile, setAttributes } from "./dom";
import { hueCount, setHue } from "./nodes";
import type { PictureEvent, WeightDraft } from "./update";

/** What the editor of weights shows. */
export interface WeightsShown {
  readonly draft: WeightDraft;
  readonly rule: RuleNode;
  readonly graph: RouteGraph;
  /** Of its shares: colour by leg, and the place that they take in the stage. */
  readonly hues: ReadonlyMap<string, number | undefined>;
  readonly anchor: Box;
}

interface Row {
  readonly leg: string;
  readonly hue: number | undefined;
  readonly name: string;
  readonly weight: number;
}

const editorWidth = 248;

/** A small dialog at a share: one number for each destination, and a slider where there are two. */
export class WeightsEditor {
  readonly element: HTMLFormElement;
  readonly #rows = html("div", "weights-rows");
  readonly #slider = html("input", "weights-slider");
  readonly #heading = html("div", "weights-heading");
  readonly #send: (event: PictureEvent) => void;
  #legs: readonly string[] = [];

  constructor(send: (event: PictureEvent) => void, apply: () => void) {
    this.#send = send;
    setAttributes(this.#slider, { type: "range", min: 0, max: 100, step: 1 });
    this.#slider.addEventListener("input", () => this.#draft(this.#legs[0], this.#slider.valueAsNumber));
    const applyButton = html("button", "weights-apply", "Apply");
    const cancel = html("button", "weights-cancel", "Cancel");
    cancel.type = "button";
    cancel.addEventListener("click", () => send({ type: "cancelWeights" }));
    this.element = html("form", "weights", this.#heading, this.#rows, this.#slider, html("div", "weights-buttons", applyButton, cancel));
    setAttributes(this.element, { role: "dialog", novalidate: "" });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      apply();
    });
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") send({ type: "cancelWeights" });
    });
  }

  /** Shows the draft. */
  show(shown: WeightsShown, stageWidth: number): void {
    const { rule, anchor } = shown;
    const rows = rowsOf(shown);
    this.#legs = rows.map((row) => row.leg);
    this.#heading.textContent = `Split of rule ${rule.order}`;
    setAttributes(this.element, { "aria-label": `Split of rule ${rule.order}, in percent` });
    reconcile(
      this.#rows,
      rows,
      (row) => row.leg,
      (row) => this.#createRow(row),
      updateRow,
    );
    const [first, second] = rows;
    this.#slider.hidden = rows.length !== 2;
    if (first && second) {
      setAttributes(this.#slider, { "aria-label": `Percentage of ${first.name}; the rest goes to ${second.name}` });
      this.#slider.valueAsNumber = first.weight;
      this.#slider.style.setProperty("--split", `${first.weight}%`);
      setHue(this.#slider, first.hue);
      this.#slider.style.setProperty("--other", second.hue === undefined ? "" : `var(--hue-${second.hue % hueCount})`);
    }
    const x = Math.max(Math.min(anchor.x, stageWidth - editorWidth - 12), 12);
    this.element.style.translate = `${x}px ${anchor.y + anchor.h + 8}px`;
  }

  /** To be called once the dialog is part of the page. */
  focus(leg: string): void {
    const field = this.#rows.querySelector<HTMLInputElement>(`input[data-leg="${CSS.escape(leg)}"]`);
    field?.focus();
    field?.select();
    this.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #createRow({ leg }: Row): HTMLElement {
    const field = html("input", "weights-number");
    setAttributes(field, { type: "number", min: 0, max: 100, step: 1, "data-leg": leg });
    field.addEventListener("input", () => this.#draft(leg, field.valueAsNumber));
    return html(
      "label",
      "weights-row",
      html("span", "weights-hue"),
      html("span", "weights-name"),
      field,
      html("span", "weights-unit", "%"),
    );
  }

  #draft(leg: string | undefined, value: number): void {
    if (leg !== undefined) this.#send({ type: "draftWeight", leg, value });
  }
}

/** The changes of text that a draft stands for; none where nobody has touched it, whatever the written weights sum up to. */
export function weightEdits(draft: WeightDraft, rule: RuleNode): readonly FileEdit[] {
  if (!draft.isChanged) return [];
  return rule.legs.flatMap(({ id, weight }) => {
    const value = draft.weights.get(id);
    return weight === undefined || value === undefined || value === weight.value ? [] : [{ ...weight.source, newText: String(value) }];
  });
}

function rowsOf({ draft, rule, graph, hues }: WeightsShown): readonly Row[] {
  const legs = editableLegs(rule).map((leg) => ({ leg, to: graph.destinations.find(({ id }) => id === leg.destination) }));
  const isOneHost = new Set(legs.map(({ to }) => to?.fqdn)).size === 1;
  return legs.map(({ leg, to }) => ({
    leg: leg.id,
    hue: hues.get(leg.id),
    name: to === undefined ? leg.destination : isOneHost ? (to.subset ?? to.host) : destinationName(to, graph),
    weight: draft.weights.get(leg.id) ?? 0,
  }));
}

function updateRow(element: HTMLElement, { name, weight, hue }: Row): void {
  setHue(element, hue);
  const label = element.querySelector(".weights-name");
  const field = element.querySelector("input");
  if (label !== null && label.textContent !== name) label.textContent = name;
  if (field !== null && field !== document.activeElement) field.value = String(weight);
}
