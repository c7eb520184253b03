import type { Span, Spanned } from "../text/span";
import type { DocumentRef, Fix } from "./finding";

/** A fix that writes another value in place of the one at `at`, quoted as it was. */
export function replaceValue(document: DocumentRef, at: Spanned<string>, value: string, kind: Fix["kind"], title?: string): Fix {
  const quotes = at.span.end - at.span.start - at.value.length;
  return {
    title: title ?? `Change to ${value}`,
    kind,
    edits: [{ in: document, span: quotes === 2 ? { start: at.span.start + 1, end: at.span.end - 1 } : at.span, newText: value }],
  };
}

/** The column (spaces before it on its line) at which an offset stands. */
function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** A list item put behind the last item of a block list: its lines are indented like that item. Undefined for flow lists. */
export function appendListItem(
  text: string,
  lastItem: { readonly start: number; readonly end: number },
  lines: readonly string[],
): { readonly offset: number; readonly newText: string } | undefined {
  const dash = text.lastIndexOf("-", lastItem.start - 1);
  if (dash < 0 || text.slice(dash + 1, lastItem.start).trim() !== "") return undefined;
  const indent = " ".repeat(columnOf(text, dash));
  const end = endOfContent(text, lastItem.end);
  return { offset: end, newText: `\n${lines.map((line, at) => `${indent}${at === 0 ? "- " : "  "}${line}`).join("\n")}` };
}

/** Takes an item out of a block list, whole lines; nothing for flow lists and for an only item, which would leave an empty list. */
export function removeItem(
  text: string | undefined,
  document: DocumentRef,
  item: Span,
  title: string,
  kind: Fix["kind"] = "suggestion",
): readonly Fix[] {
  if (text === undefined) return [];
  const start = text.lastIndexOf("\n", item.start - 1) + 1;
  if (!/^ *-\s*$/.test(text.slice(start, item.start))) return [];
  const indent = text.slice(start).indexOf("-");
  const end = Math.min(text.length, endOfContent(text, item.end) + 1);
  const after = text.slice(end).split("\n", 1)[0] ?? "";
  const before = text
    .slice(0, Math.max(0, start - 1))
    .split("\n")
    .findLast((line) => line.trim() !== "" && !line.trimStart().startsWith("#") && line.search(/\S/) <= indent);
  const alone = !after.startsWith(`${" ".repeat(indent)}-`) && before?.startsWith(`${" ".repeat(indent)}-`) !== true;
  return alone ? [] : [{ title, kind, edits: [{ in: document, span: { start, end }, newText: "" }] }];
}

/** The end of the line on which content ends, without trailing line breaks. */
function endOfContent(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline;
}
