import type { DocumentRef, Fix } from "../rules/finding";
import type { MapEntry, ScalarNode } from "../syntax/node";
import type { Span } from "../text/span";

export function replaceSpan(document: DocumentRef, span: Span, newText: string, title: string, kind: Fix["kind"] = "suggestion"): Fix {
  return { title, kind, edits: [{ in: document, span, newText }] };
}

/** Puts a plain scalar in double quotes, as it is written. */
export function quoteFix(document: DocumentRef, node: ScalarNode): Fix {
  const quoted = JSON.stringify(node.source);
  return replaceSpan(document, node.span, quoted, `Write ${quoted}`, "safe");
}

/** Removes a block mapping entry with its lines; nothing where it shares a line with something else. */
export function removeEntryFix(
  { text, resource }: { readonly text: string; readonly resource: DocumentRef },
  entry: MapEntry,
): readonly Fix[] {
  const start = text.lastIndexOf("\n", entry.key.span.start - 1) + 1;
  if (text.slice(start, entry.key.span.start).trim() !== "") return [];
  const newline = text.indexOf("\n", contentEnd(text, Math.max(entry.value.span.end, entry.key.span.end)));
  const end = newline < 0 ? text.length : newline + 1;
  return [{ title: `Remove ${entry.name}`, kind: "suggestion", edits: [{ in: resource, span: { start, end }, newText: "" }] }];
}

/** The end of the text of a node without the white space that may trail it. */
export function contentEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}
