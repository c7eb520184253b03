import type { MapEntry, MapNode, Node, ScalarStyle, SeqNode } from "../syntax/node";
import type { TextEdit } from "../text/edit";
import type { Span } from "../text/span";
import type { NewValue } from "./treeChange";
import { blockEntry, blockItem, flowEntry, flowValue, type WritingStyle } from "./writeValue";

/**
 * Takes an entry out of a mapping: in block style its lines, in flow style its text with one comma. Undefined where it is the only
 * one, or where it cannot be taken out without a comment beside it.
 */
export function removeEntry(map: MapNode, entry: MapEntry, text: string): TextEdit | undefined {
  const at = map.entries.indexOf(entry);
  if (map.entries.length === 1) return undefined;
  if (map.flow) return removeInFlow(map.entries.map(entrySpan), at);
  const next = map.entries[at + 1];
  const { start, end } = entrySpan(entry);
  const lines = wholeLines(text, start, end);
  if (lines !== undefined) return { span: lines, newText: "" };
  return next === undefined ? undefined : upTo(text, start, next.key.span.start);
}

/** Takes an item out of a list likewise. An only item stays: an empty list says something else than a shorter one. */
export function removeItem(list: SeqNode, item: Node, text: string): TextEdit | undefined {
  if (list.items.length === 1) return undefined;
  if (list.flow)
    return removeInFlow(
      list.items.map(({ span }) => span),
      list.items.indexOf(item),
    );
  const dash = dashOf(item, text);
  const lines = dash === undefined ? undefined : wholeLines(text, dash, item.span.end);
  return lines === undefined ? undefined : { span: lines, newText: "" };
}

/** Puts an entry behind another one of its mapping. */
export function addEntry(
  map: MapNode,
  after: MapEntry,
  { key, value }: { readonly key: string; readonly value: NewValue },
  { text, style }: Written,
): TextEdit {
  const end = after === map.entries.at(-1) && !map.flow ? map.span.end : entrySpan(after).end;
  if (map.flow) return { span: { start: end, end }, newText: `, ${flowEntry(key, value)}` };
  const at = endOfLine(text, contentEnd(text, end));
  return insertLines(at, blockEntry(key, value, style), columnOf(text, after.key.span.start));
}

/** Puts another entry in the place of one. */
export function replaceEntry(
  map: MapNode,
  entry: MapEntry,
  { key, value }: { readonly key: string; readonly value: NewValue },
  { text, style }: Written,
): TextEdit {
  const { start, end } = entrySpan(entry);
  const span = { start, end: contentEnd(text, end) };
  if (map.flow) return { span, newText: flowEntry(key, value) };
  return { span, newText: blockEntry(key, value, style).join(`\n${" ".repeat(columnOf(text, start))}`) };
}

/** Puts a value behind the last item of a list; a text is quoted as that item is. */
export function appendItem(list: SeqNode, value: NewValue, { text, style }: Written): TextEdit | undefined {
  const last = list.items.at(-1);
  if (last === undefined) return undefined;
  const quotes: ScalarStyle = last.kind === "scalar" ? last.style : "plain";
  if (list.flow) {
    const before = list.items.at(-2)?.span.end ?? list.span.start + 1;
    const broken = text.slice(before, last.span.start).includes("\n");
    const gap = broken ? `\n${" ".repeat(columnOf(text, last.span.start))}` : " ";
    return { span: { start: last.span.end, end: last.span.end }, newText: `,${gap}${flowValue(value, quotes)}` };
  }
  const dash = dashOf(last, text);
  if (dash === undefined) return undefined;
  return insertLines(endOfLine(text, contentEnd(text, list.span.end)), blockItem(value, style, quotes), columnOf(text, dash));
}

export interface Written {
  readonly text: string;
  readonly style: WritingStyle;
}

/** How a document indents: as its first nested mapping and its first list below a key do, else two columns and no more for dashes. */
export function styleOf(root: Node | undefined, text: string): WritingStyle {
  let step: number | undefined;
  let dash: number | undefined;
  const visit = (node: Node): void => {
    if (step !== undefined && dash !== undefined) return;
    if (node.kind === "seq") for (const item of node.items) visit(item);
    if (node.kind !== "map" || node.flow) return;
    for (const { key, value, merged } of node.entries) {
      if (merged || value.kind === "scalar" || value.flow || value.span.start < key.span.end) continue;
      const deeper = columnOf(text, value.span.start) - columnOf(text, key.span.start);
      if (value.kind === "map" && deeper > 0) step ??= deeper;
      const dashAt = value.kind === "seq" && value.items[0] !== undefined ? dashOf(value.items[0], text) : undefined;
      if (dashAt !== undefined) dash ??= Math.max(0, columnOf(text, dashAt) - columnOf(text, key.span.start));
      visit(value);
    }
  };
  if (root !== undefined) visit(root);
  return { step: step ?? 2, dash: dash ?? 0 };
}

/** The end of the text of a node without the white space that may trail it. */
export function contentEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

/** The column at which an offset stands. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** An entry with its value; the value of an alias stands elsewhere. */
function entrySpan({ key, value }: MapEntry): Span {
  return { start: key.span.start, end: Math.max(key.span.end, value.span.end) };
}

/** The lines from `start` to the end of content, line break included; undefined where something stands before `start` on its line. */
function wholeLines(text: string, start: number, end: number): Span | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== "") return undefined;
  const newline = text.indexOf("\n", contentEnd(text, end));
  return { start: lineStart, end: newline < 0 ? text.length : newline + 1 };
}

/** The dash of a list item, unless something stands between them. */
function dashOf(item: Node, text: string): number | undefined {
  const dash = text.lastIndexOf("-", item.span.start - 1);
  return dash < 0 || text.slice(dash + 1, item.span.start).trim() !== "" ? undefined : dash;
}

function insertLines(at: number, lines: readonly string[], column: number): TextEdit {
  const indent = " ".repeat(column);
  return { span: { start: at, end: at }, newText: lines.map((line) => `\n${indent}${line}`).join("") };
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline;
}

/** One of several parts between commas, with one of the commas. */
function removeInFlow(parts: readonly Span[], at: number): TextEdit | undefined {
  const [before, part, after] = [parts[at - 1], parts[at], parts[at + 1]];
  if (part === undefined) return undefined;
  if (before !== undefined) return { span: { start: before.end, end: part.end }, newText: "" };
  return { span: { start: part.start, end: after?.start ?? part.end }, newText: "" };
}

/** The first key of a list item: what follows takes its place, unless a comment stands between. */
function upTo(text: string, start: number, end: number): TextEdit | undefined {
  return text.slice(start, end).includes("#") ? undefined : { span: { start, end }, newText: "" };
}
