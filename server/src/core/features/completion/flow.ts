import type { Node } from "../../syntax/node";
import type { Span } from "../../text/span";
import { closingQuote, isBlank } from "./line";
import type { Path } from "./openBlocks";

/** The outermost flow collection around an offset, brackets left open included. */
export function flowAround(
  root: Node | undefined,
  text: string,
  offset: number,
): { readonly path: Path; readonly start: number } | undefined {
  let node = root;
  let path: Path = [];
  while (node !== undefined && node.kind !== "scalar") {
    if (node.flow) return reaches(node, text, offset) ? { path, start: node.span.start } : undefined;
    const next = childAround(node, offset);
    if (next === undefined) return undefined;
    path = [...path, next.step];
    node = next.node;
  }
  return undefined;
}

/** Whether brackets hold an offset: closed behind it, or left open on its line or right after a comma. */
function reaches({ span }: Node, text: string, offset: number): boolean {
  if (!"[{".includes(text[span.start] ?? "x")) return false;
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return span.end >= lineStart || /[,[{]\s*$/.test(text.slice(span.start, lineStart));
}

/** A place between brackets. */
export interface FlowPlace {
  readonly role: "key" | "child";
  /** `key`: of the mapping; `child`: of the value itself. */
  readonly path: Path;
  /** The word around the offset, quotes included. */
  readonly word: Span;
  /** A colon follows the word. */
  readonly colonFollows: boolean;
  /** The character before the word is a colon, without a space. */
  readonly needsSpace: boolean;
}

interface Frame {
  readonly kind: "map" | "seq";
  readonly path: Path;
  key: string | undefined;
  index: number;
  /** Where the current key or value starts. */
  from: number;
}

/** Reads brackets from `start` up to an offset; undefined where they are closed before it, or the offset lies in a comment. */
export function flowPlaceAt(text: string, start: number, path: Path, offset: number): FlowPlace | undefined {
  const frames: Frame[] = [];
  let at = start;
  while (at < offset) {
    const char = text[at] ?? "";
    const frame = frames.at(-1);
    if (char === "[" || char === "{") {
      const inner = frame === undefined ? path : valuePath(frame);
      frames.push({ kind: char === "{" ? "map" : "seq", path: inner, key: undefined, index: 0, from: at + 1 });
    } else if (frame === undefined) {
      return undefined;
    } else if (char === "]" || char === "}") {
      frames.pop();
      if (frames.length === 0) return undefined;
    } else if (char === ",") {
      frame.key = undefined;
      frame.index++;
      frame.from = at + 1;
    } else if (char === ":" && frame.kind === "map" && frame.key === undefined && endsKey(text, at)) {
      frame.key = unquoted(text.slice(frame.from, at));
      frame.from = at + 1;
    } else if ((char === '"' || char === "'") && text.slice(frame.from, at).trim() === "") {
      const behind = closingQuote(text, at, lineEnd(text, at));
      if (behind === undefined || behind > offset) break;
      at = behind;
      continue;
    } else if (char === "#" && /\s/.test(text[at - 1] ?? "")) {
      const end = lineEnd(text, at);
      if (end >= offset) return undefined;
      at = end;
      continue;
    }
    at++;
  }
  const frame = frames.at(-1);
  return frame === undefined ? undefined : placeIn(frame, text, offset);
}

function placeIn(frame: Frame, text: string, offset: number): FlowPlace | undefined {
  let from = frame.from;
  while (from < offset && /\s/.test(text[from] ?? "")) from++;
  if (text[from] === "{" || text[from] === "[") return undefined;
  const word = wordFrom(text, from, offset);
  const isKey = frame.kind === "map" && frame.key === undefined;
  const colonFollows = isKey && /^[ \t]*:/.test(text.slice(word.end, word.end + 20));
  const needsSpace = !isKey && text[from - 1] === ":";
  return { role: isKey ? "key" : "child", path: isKey ? frame.path : valuePath(frame), word, colonFollows, needsSpace };
}

function wordFrom(text: string, from: number, offset: number): Span {
  const limit = lineEnd(text, offset);
  const quoted = text[from] === '"' || text[from] === "'";
  const closed = quoted ? closingQuote(text, from, limit) : undefined;
  if (closed !== undefined) return { start: from, end: Math.max(closed, offset) };
  let end = offset;
  while (end < limit && !",]}#".includes(text[end] ?? "") && !(text[end] === ":" && endsKey(text, end))) end++;
  while (end > offset && /\s/.test(text[end - 1] ?? "")) end--;
  return { start: from, end };
}

function valuePath(frame: Frame): Path {
  return [...frame.path, frame.kind === "seq" ? frame.index : (frame.key ?? "")];
}

function childAround(
  node: Exclude<Node, { kind: "scalar" }>,
  offset: number,
): { readonly step: string | number; readonly node: Node } | undefined {
  if (node.kind === "seq") {
    const at = node.items.findLastIndex((item) => item.span.start < offset);
    const item = node.items[at];
    return item === undefined ? undefined : { step: at, node: item };
  }
  const entry = node.entries.findLast((one) => !one.merged && one.key.span.start < offset);
  return entry === undefined || entry.value.span.start < entry.key.span.end || entry.value.span.start >= offset
    ? undefined
    : { step: entry.name, node: entry.value };
}

function endsKey(text: string, colon: number): boolean {
  const next = text[colon + 1];
  return next === undefined || /[\s,[\]{}]/.test(next) || /["']/.test(text[colon - 1] ?? "");
}

function unquoted(key: string): string {
  const trimmed = key.trim();
  const quote = trimmed[0];
  return (quote === '"' || quote === "'") && trimmed.endsWith(quote) ? trimmed.slice(1, -1) : trimmed;
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  let end = newline < 0 ? text.length : newline;
  while (end > from && (isBlank(text[end - 1]) || text[end - 1] === "\r")) end--;
  return end;
}
