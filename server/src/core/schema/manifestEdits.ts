import { addEntry, contentEnd, removeEntry, removeItem, replaceEntry, styleOf } from "../edit/nodeEdits";
import { setScalar } from "../edit/scalarEdits";
import { flowEntry } from "../edit/writeValue";
import type { DocumentRef, Fix, FixEdit } from "../rules/finding";
import type { ManifestEdit, ManifestFix } from "../rules/validation";
import type { Node } from "../syntax/node";
import type { TextEdit } from "../text/edit";
import { type Located, locate } from "./locate";

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

function toEdit(change: ManifestEdit, { text, root }: EditableDocument): TextEdit | undefined {
  const place = locate(root, change.path);
  if (place.path.length !== change.path.length) return undefined;
  const parent = locate(root, change.path.slice(0, -1));
  const written = { text, style: styleOf(root, text) };
  switch (change.action) {
    case "set":
      return place.node.kind === "scalar" ? setScalar(place.node, change.value) : undefined;
    case "rename":
      return place.entry === undefined ? undefined : setScalar(place.entry.key, change.key);
    case "remove":
      return remove(place, parent, text);
    case "replace":
      return place.entry === undefined || parent.node.kind !== "map" ? undefined : replaceEntry(parent.node, place.entry, change, written);
    case "add":
      return add(place.node, change, written);
  }
}

function remove({ node, entry, list }: Located, parent: Located, text: string): TextEdit | undefined {
  if (list !== undefined) return removeItem(list, node, text);
  const map = parent.node;
  if (entry === undefined || map.kind !== "map") return undefined;
  return map.entries.length === 1 ? empty(parent, text) : removeEntry(map, entry, text);
}

/** A mapping without entries is written behind its key. */
function empty({ node, entry }: Located, text: string): TextEdit | undefined {
  if (entry === undefined) return undefined;
  const span = { start: entry.key.span.end, end: contentEnd(text, node.span.end) };
  return text.slice(span.start, node.span.start).includes("#") ? undefined : { span, newText: ": {}" };
}

function add(node: Node, change: Extract<ManifestEdit, { action: "add" }>, written: Parameters<typeof addEntry>[3]): TextEdit | undefined {
  if (node.kind !== "map") return undefined;
  const last = node.entries.findLast((entry) => !entry.merged);
  if (last !== undefined) return addEntry(node, last, change, written);
  const at = node.span.start + 1;
  return node.flow && node.entries.length === 0
    ? { span: { start: at, end: at }, newText: flowEntry(change.key, change.value) }
    : undefined;
}
