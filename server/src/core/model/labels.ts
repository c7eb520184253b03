import type { Span, Spanned } from "../text/span";

export interface LabelEntry {
  readonly key: Spanned<string>;
  readonly value: Spanned<string>;
}

/** Labels, selectors or annotations in the order written, with the places of keys and values. */
export interface LabelMap {
  readonly entries: readonly LabelEntry[];
  readonly span: Span | undefined;
}

export const noLabels: LabelMap = { entries: [], span: undefined };

/** The value of a label, or undefined. */
export function labelValue(labels: LabelMap, key: string): string | undefined {
  return labels.entries.find((entry) => entry.key.value === key)?.value.value;
}

/** Whether every label of `selector` is carried with the same value; an empty selector selects everything. */
export function selects(selector: LabelMap, labels: LabelMap): boolean {
  return selector.entries.every((entry) => labelValue(labels, entry.key.value) === entry.value.value);
}

/** `k=v, k2=v2` in the order written. */
export function describeLabels(labels: LabelMap): string {
  return labels.entries.map((entry) => `${entry.key.value}=${entry.value.value}`).join(", ");
}
