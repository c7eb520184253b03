import { quoteIfNeeded } from "../model/quote";
import type { ScalarStyle } from "../syntax/node";
import type { NewValue } from "./treeChange";

/** How a document indents. */
export interface WritingStyle {
  /** Columns that a mapping lies deeper than its key. */
  readonly step: number;
  /** Columns that the dashes of a list lie deeper than its key: 0 or `step`. */
  readonly dash: number;
}

/** `key: value` as lines of block YAML, indented relative to the key. */
export function blockEntry(key: string, value: NewValue, style: WritingStyle): readonly string[] {
  const name = quoteIfNeeded(key);
  if (!isCollection(value)) return [`${name}: ${scalar(value, false)}`];
  if (isEmpty(value)) return [`${name}: ${flowValue(value)}`];
  return [`${name}:`, ...indented(blockLines(value, style), isList(value) ? style.dash : style.step)];
}

/** A document that holds nothing but a value, with a line break at its end. */
export function documentText(value: NewValue, style: WritingStyle): string {
  return `${blockLines(value, style).join("\n")}\n`;
}

/** A list item as lines of block YAML; the first starts with the dash. */
export function blockItem(value: NewValue, style: WritingStyle, quotes: ScalarStyle = "plain"): readonly string[] {
  const [first = "", ...rest] = isCollection(value) && !isEmpty(value) ? blockLines(value, style) : [scalarOrEmpty(value, quotes)];
  return [`- ${first}`, ...indented(rest, 2)];
}

/** A value on one line, as it stands between brackets. */
export function flowValue(value: NewValue, quotes: ScalarStyle = "plain"): string {
  if (isList(value)) return `[${value.map((item) => flowValue(item)).join(", ")}]`;
  if (isCollection(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => flowEntry(key, item))
      .join(", ")}}`;
  }
  return scalar(value, true, quotes);
}

export function flowEntry(key: string, value: NewValue): string {
  return `${quoteIfNeeded(key, true)}: ${flowValue(value)}`;
}

function blockLines(value: NewValue, style: WritingStyle): readonly string[] {
  if (isList(value)) return value.flatMap((item) => blockItem(item, style));
  if (!isCollection(value)) return [scalar(value, false)];
  return Object.entries(value).flatMap(([key, item]) => blockEntry(key, item, style));
}

function scalarOrEmpty(value: NewValue, quotes: ScalarStyle): string {
  return isCollection(value) ? flowValue(value) : scalar(value, false, quotes);
}

function scalar(value: string | number | boolean, flow: boolean, quotes: ScalarStyle = "plain"): string {
  if (typeof value !== "string") return String(value);
  if (quotes === "double") return JSON.stringify(value);
  if (quotes === "single") return `'${value.replaceAll("'", "''")}'`;
  return quoteIfNeeded(value, flow);
}

function indented(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => `${" ".repeat(by)}${line}`);
}

function isCollection(value: NewValue): value is readonly NewValue[] | { readonly [key: string]: NewValue } {
  return typeof value === "object";
}

function isList(value: NewValue): value is readonly NewValue[] {
  return Array.isArray(value);
}

function isEmpty(value: readonly NewValue[] | { readonly [key: string]: NewValue }): boolean {
  return Object.keys(value).length === 0;
}
