import { removeEntry } from "../edit/nodeEdits";
import { setScalar } from "../edit/scalarEdits";
import type { DocumentRef, Fix } from "../rules/finding";
import type { MapEntry, Node, ScalarNode } from "../syntax/node";

/** Writes another text in place of a key or value, quoted as it was; nothing for mappings, lists and what is absent. */
export function changeFix(document: DocumentRef, node: Node, value: string, kind: Fix["kind"] = "suggestion"): readonly Fix[] {
  const edit = node.kind === "scalar" ? setScalar(node, value) : undefined;
  return edit === undefined ? [] : [{ title: `Change to ${value}`, kind, edits: [{ in: document, ...edit }] }];
}

/** Puts a plain scalar in double quotes, as it is written. */
export function quoteFix(document: DocumentRef, node: ScalarNode): Fix {
  const quoted = JSON.stringify(node.source);
  return { title: `Write ${quoted}`, kind: "safe", edits: [{ in: document, span: node.span, newText: quoted }] };
}

/** Takes the quotes from a scalar. */
export function unquoteFix(document: DocumentRef, node: ScalarNode): Fix {
  return { title: "Remove the quotes", kind: "safe", edits: [{ in: document, span: node.span, newText: node.source }] };
}

/** Removes an entry of a mapping; nothing where it is the only one or a comment stands in the way. */
export function removeEntryFix(
  { text, resource }: { readonly text: string; readonly resource: DocumentRef },
  parent: Node,
  entry: MapEntry,
): readonly Fix[] {
  const edit = parent.kind === "map" ? removeEntry(parent, entry, text) : undefined;
  return edit === undefined ? [] : [{ title: `Remove ${entry.name}`, kind: "suggestion", edits: [{ in: resource, ...edit }] }];
}
