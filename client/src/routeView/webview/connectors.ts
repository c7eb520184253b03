import type { Connector } from "../../../../server/src/core/routing/layout/scene";
import { html, setAttributes, svg, toggleClasses } from "./dom";
import { icon } from "./icons";
import { placeBox, setLook } from "./nodes";

/** A line under which a wider one catches the mouse. */
export function createLine({ id, kind }: Connector): SVGGElement {
  const group = svg("g", {}, svg("path", { class: "line-hit" }), svg("path", { class: "line-stroke" }));
  group.setAttribute("class", `connector connector-${kind}`);
  group.dataset.line = id;
  return group;
}

export function updateLine(group: SVGGElement, connector: Connector): void {
  const [hit, stroke] = group.children;
  if (hit === undefined || stroke === undefined) return;
  const { path, width, kind, source } = connector;
  setAttributes(hit, { d: path, "stroke-width": Math.max(width, 12) });
  setAttributes(stroke, { d: path, "stroke-width": Math.round(width * 100) / 100 });
  if (kind === "mirror") setAttributes(stroke, { "stroke-dasharray": `0.1 ${Math.round(width * 1.6 + 4)}` });
  toggleClasses(group, { clickable: source !== undefined });
  setLook(group, connector);
}

/** A share: a button where it leads to a leg of a rule. */
export function createPill({ id, kind, source }: Connector): HTMLElement {
  const element = html(source === undefined ? "span" : "button", `pill pill-${kind}`);
  if (element instanceof HTMLButtonElement) {
    element.type = "button";
    element.tabIndex = -1;
    element.dataset.id = id;
    element.classList.add("focusable");
  }
  return element;
}

export function updatePill(element: HTMLElement, connector: Connector): void {
  const { pill } = connector;
  if (pill === undefined) return;
  placeBox(element, pill);
  setAttributes(element, element.tagName === "BUTTON" ? { "aria-label": pill.label } : { title: pill.label });
  toggleClasses(element, { editable: pill.editable });
  setLook(element, connector);
  if (element.firstElementChild?.textContent === pill.text && element.childElementCount === (pill.editable ? 2 : 1)) return;
  element.replaceChildren(html("span", "line", pill.text), ...(pill.editable ? [icon("pencil")] : []));
}

/** Stands for a node that is drawn further up; it leads there. */
export function createReference({ to }: Connector): HTMLButtonElement {
  const element = html("button", "reference");
  element.type = "button";
  element.tabIndex = -1;
  element.dataset.target = to ?? "";
  return element;
}

export function updateReference(element: HTMLButtonElement, { reference, hue, state, unreachable }: Connector): void {
  if (reference === undefined) return;
  placeBox(element, reference);
  setLook(element, { state, unreachable, hue });
  if (reference.title !== undefined) element.title = reference.title;
  if (element.textContent !== reference.text) element.textContent = reference.text;
}
