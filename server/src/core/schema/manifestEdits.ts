import { quoteIfNeeded } from "../model/quote";
import type { DocumentRef, Fix, FixEdit } from "../rules/finding";
import type { ManifestEdit, ManifestFix } from "../rules/validation";
import type { MapEntry, Node, SeqNode } from "../syntax/node";
import type { Span } from "../text/span";
import { type Located, locate } from "./locate";
import { contentEnd } from "./schemaFixes";

/** What fixes of a document need. */
export interface EditableDocument {
  readonly text: string;
  /** The manifest's root mapping. */
  readonly root: Node;
  readonly resource: DocumentRef;
}

/** Turns changes by path into edits of the text. Nothing where one of them cannot be made without touching something else. */
export function toFix(fix: ManifestFix, document: EditableDocument): readonly Fix[] {
  const edits: FixEdit[] = [];
  for (const change of fix.edits) {
    const edit = toEdit(change, document);
    if (edit === undefined) return [];
    edits.push({ in: document.resource, ...edit });
  }
  return [{ title: fix.title, kind: fix.kind, edits }];
}

type Edit = Omit<FixEdit, "in">;

function toEdit(change: ManifestEdit, { text, root }: EditableDocument): Edit | undefined {
  const place = locate(root, change.path);
  if (place.path.length !== change.path.length) return undefined;
  switch (change.action) {
    case "set":
      return setValue(place, change.value);
    case "rename":
      return place.entry === undefined ? undefined : { span: place.entry.key.span, newText: quoteIfNeeded(change.key, true) };
    case "remove":
      return remove(place, locate(root, change.path.slice(0, -1)), text);
    case "replace":
      return replaceEntry(place, locate(root, change.path.slice(0, -1)).node, change, text);
    case "add":
      return addEntry(place.node, change, text);
  }
}

/** A text keeps the quotes that it had. */
function setValue({ node }: Located, value: string | number | boolean): Edit | undefined {
  if (node.kind !== "scalar" || node.span.start === node.span.end) return undefined;
  if (typeof value !== "string") return { span: node.span, newText: String(value) };
  if (node.style === "double") return { span: node.span, newText: JSON.stringify(value) };
  if (node.style === "single") return { span: node.span, newText: `'${value.replaceAll("'", "''")}'` };
  return { span: node.span, newText: quoteIfNeeded(value, true) };
}

function remove({ node, entry, list }: Located, parent: Located, text: string): Edit | undefined {
  if (list !== undefined) return removeItem(list, node, text);
  const map = parent.node;
  if (entry === undefined || map.kind !== "map") return undefined;
  const at = map.entries.indexOf(entry);
  if (map.flow) return removeInFlow(map.entries.map(entrySpan), at);
  if (map.entries.length === 1) return empty(parent, text);
  const next = map.entries[at + 1];
  const { start, end } = entrySpan(entry);
  const lines = wholeLines(text, start, end);
  if (lines !== undefined) return { span: lines, newText: "" };
  return next === undefined ? undefined : upTo(text, start, next.key.span.start);
}

function entrySpan({ key, value }: MapEntry): Span {
  return { start: key.span.start, end: Math.max(key.span.end, value.span.end) };
}

/** A mapping without entries is written behind its key. */
function empty({ node, entry }: Located, text: string): Edit | undefined {
  if (entry === undefined) return undefined;
  const span = { start: entry.key.span.end, end: contentEnd(text, node.span.end) };
  return text.slice(span.start, node.span.start).includes("#") ? undefined : { span, newText: ": {}" };
}

/** An item of a list, unless it is the only one: an empty list says something else than a shorter one. */
function removeItem(list: SeqNode, item: Node, text: string): Edit | undefined {
  if (list.items.length === 1) return undefined;
  if (list.flow)
    return removeInFlow(
      list.items.map(({ span }) => span),
      list.items.indexOf(item),
    );
  const dash = text.lastIndexOf("-", item.span.start - 1);
  if (dash < 0 || text.slice(dash + 1, item.span.start).trim() !== "") return undefined;
  const lines = wholeLines(text, dash, item.span.end);
  return lines === undefined ? undefined : { span: lines, newText: "" };
}

/** One of several parts between commas, with one of the commas. */
function removeInFlow(parts: readonly Span[], at: number): Edit | undefined {
  const [before, part, after] = [parts[at - 1], parts[at], parts[at + 1]];
  if (part === undefined) return undefined;
  if (before !== undefined) return { span: { start: before.end, end: part.end }, newText: "" };
  return { span: { start: part.start, end: after?.start ?? part.end }, newText: "" };
}

/** The first key of a list item: what follows takes its place, unless a comment stands between. */
function upTo(text: string, start: number, end: number): Edit | undefined {
  return text.slice(start, end).includes("#") ? undefined : { span: { start, end }, newText: "" };
}

/** The lines from `start` to the end of content, line break included; undefined where something stands before `start` on its line. */
function wholeLines(text: string, start: number, end: number): Span | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== "") return undefined;
  const newline = text.indexOf("\n", contentEnd(text, end));
  return { start: lineStart, end: newline < 0 ? text.length : newline + 1 };
}

type NewEntry = Extract<ManifestEdit, { action: "add" | "replace" }>;

function replaceEntry({ entry }: Located, parent: Node, change: NewEntry, text: string): Edit | undefined {
  if (entry === undefined || parent.kind !== "map") return undefined;
  const span = { start: entry.key.span.start, end: contentEnd(text, Math.max(entry.key.span.end, entry.value.span.end)) };
  return { span, newText: parent.flow ? flowEntry(change) : blockEntry(change, columnOf(text, span.start)) };
}

function addEntry(node: Node, change: NewEntry, text: string): Edit | undefined {
  if (node.kind !== "map") return undefined;
  const last = node.entries.at(-1);
  if (node.flow) {
    const at = last === undefined ? node.span.start + 1 : Math.max(last.key.span.end, last.value.span.end);
    return { span: { start: at, end: at }, newText: `${last === undefined ? "" : ", "}${flowEntry(change)}` };
  }
  if (last === undefined) return undefined;
  const newline = text.indexOf("\n", contentEnd(text, Math.max(last.key.span.end, last.value.span.end)));
  const at = newline < 0 ? text.length : newline;
  const column = columnOf(text, last.key.span.start);
  return { span: { start: at, end: at }, newText: `\n${" ".repeat(column)}${blockEntry(change, column)}` };
}

function blockEntry({ key, lines: [first = "", ...rest] }: NewEntry, column: number): string {
  return [`${key}:${first === "" ? "" : ` ${first}`}`, ...rest.map((line) => `${" ".repeat(column + 2)}${line}`)].join("\n");
}

/** Lines below the key are taken for a mapping of scalars. */
function flowEntry({ key, lines: [first = "", ...rest] }: NewEntry): string {
  return `${key}: ${first === "" ? `{${rest.join(", ")}}` : first}`;
}

/** The column at which an offset stands. */
function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}
