import { html } from "./dom";

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A field under its label; `size` names how much room it asks for. */
export function labelled(label: string, field: Field, size: string): HTMLLabelElement {
  return html("label", `field field-${size}`, html("span", "", label), field);
}

export function input(placeholder: string): HTMLInputElement {
  const element = html("input", "");
  element.placeholder = placeholder;
  return plain(element);
}

export function area(placeholder: string, rows: number): HTMLTextAreaElement {
  const element = html("textarea", "");
  element.placeholder = placeholder;
  element.rows = rows;
  return plain(element);
}

/** Names and values are no prose: nothing corrects or completes them. */
function plain<E extends HTMLInputElement | HTMLTextAreaElement>(element: E): E {
  element.spellcheck = false;
  element.autocomplete = "off";
  element.setAttribute("autocapitalize", "off");
  return element;
}

export function option(value: string, text: string): HTMLOptionElement {
  const element = html("option", "", text);
  element.value = value;
  return element;
}

export function options(label: string, all: readonly HTMLOptionElement[]): readonly HTMLOptGroupElement[] {
  if (all.length === 0) return [];
  const element = html("optgroup", "", ...all);
  element.label = label;
  return [element];
}

/** Hides a field with its label. */
export function setHidden(field: Field, hidden: boolean): void {
  if (field.parentElement !== null) field.parentElement.hidden = hidden;
}
