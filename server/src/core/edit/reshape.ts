import type { MapEntry, MapNode } from "../syntax/node";
import type { TextEdit } from "../text/edit";
import { columnOf, contentEnd, type Written } from "./nodeEdits";
import { setScalar } from "./scalarEdits";

/*
 * Other shapes for an entry: the text of its value stays as it is, with quotes, comments and order. Undefined where the value is not
 * written in a form that allows for it.
 */

/** `key: value` becomes `name: value`. */
export function renameKey(entry: MapEntry, name: string): readonly TextEdit[] | undefined {
  const edit = setScalar(entry.key, name);
  return edit === undefined ? undefined : [edit];
}

/** `key: value` becomes `name: {inner: value}`, in block style on two lines. The value is a scalar on one line. */
export function nestValue(
  map: MapNode,
  entry: MapEntry,
  name: string,
  inner: string,
  { text, style }: Written,
): readonly TextEdit[] | undefined {
  const { key, value } = entry;
  if (value.kind !== "scalar" || value.span.start <= key.span.end || text.slice(key.span.start, value.span.end).includes("\n"))
    return undefined;
  const { start, end } = value.span;
  if (map.flow) {
    return [
      { span: { start: key.span.start, end: start }, newText: `${name}: {${inner}: ` },
      { span: { start: end, end }, newText: "}" },
    ];
  }
  const indent = " ".repeat(columnOf(text, key.span.start) + style.step);
  return [{ span: { start: key.span.start, end: start }, newText: `${name}:\n${indent}${inner}: ` }];
}

/** `key: [a, b]` becomes `name: [{inner: a}, {inner: b}]`. The items are scalars on one line each. */
export function nestItems({ key, value }: MapEntry, name: string, inner: string, text: string): readonly TextEdit[] | undefined {
  const renamed = setScalar(key, name);
  if (value.kind !== "seq" || value.items.length === 0 || renamed === undefined) return undefined;
  const edits: TextEdit[] = [renamed];
  for (const item of value.items) {
    const { start, end } = item.span;
    if (item.kind !== "scalar" || start === end || text.slice(start, end).includes("\n")) return undefined;
    edits.push({ span: { start, end: start }, newText: value.flow ? `{${inner}: ` : `${inner}: ` });
    if (value.flow) edits.push({ span: { start: end, end }, newText: "}" });
  }
  return edits;
}

/** `key: {...}` becomes `name: [{...}]`; in block style the dash stands where lists of the document have it. */
export function wrapInList({ key, value }: MapEntry, name: string, { text, style }: Written): readonly TextEdit[] | undefined {
  const renamed = setScalar(key, name);
  if (value.kind !== "map" || renamed === undefined) return undefined;
  const { start, end } = value.span;
  if (value.flow) {
    return [renamed, { span: { start, end: start }, newText: "[" }, { span: { start: end, end }, newText: "]" }];
  }
  const deeper = columnOf(text, start) - columnOf(text, key.span.start);
  if (style.dash === 0 && deeper >= 2) {
    return [renamed, { span: { start: start - deeper, end: start }, newText: `-${" ".repeat(deeper - 1)}` }];
  }
  const lines: TextEdit[] = [];
  for (let at = text.indexOf("\n", start) + 1; at > 0 && at < contentEnd(text, end); at = text.indexOf("\n", at) + 1) {
    if (!/^\r?\n/.test(text.slice(at, at + 2))) lines.push({ span: { start: at, end: at }, newText: "  " });
  }
  return [renamed, { span: { start, end: start }, newText: "- " }, ...lines];
}
