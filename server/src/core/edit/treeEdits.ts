import type { MapEntry, MapNode, Node, SeqNode } from "../syntax/node";
import { sharedNodes } from "../syntax/shared";
import type { TextEdit } from "../text/edit";
import type { Span } from "../text/span";
import { moveItem } from "./moveItem";
import { addEntry, appendItem, removeEntry, removeItem, replaceEntry, styleOf } from "./nodeEdits";
import type { TreeChange } from "./treeChange";

/**
 * The edits that make a change in a document. Undefined where the place is not found, where aliases use it (then others would change
 * too), and where the change cannot be made without touching something else.
 */
export function treeEdits(root: Node | undefined, text: string, change: TreeChange): readonly TextEdit[] | undefined {
  if (root === undefined) return undefined;
  const shared = sharedNodes(root);
  const written = { text, style: styleOf(root, text) };
  switch (change.action) {
    case "append-item": {
      const found = findItem(root, change.beside, shared);
      return found === undefined || shared.has(found.list.items.at(-1) ?? root)
        ? undefined
        : one(appendItem(found.list, change.value, written));
    }
    case "remove-item": {
      const found = findItem(root, change.item, shared);
      return found === undefined ? undefined : one(removeItem(found.list, found.item, text));
    }
    case "move-item": {
      const found = findItem(root, change.item, shared);
      const { before } = change;
      const to = before === undefined ? undefined : found?.list.items.findIndex((item) => sameSpan(item.span, before));
      if (found === undefined || to === -1 || found.list.items.some((item) => shared.has(item))) return undefined;
      return moveItem(found.list, found.list.items.indexOf(found.item), to, text);
    }
    case "add-entry": {
      const found = findEntry(root, change.beside, shared);
      if (found === undefined || found.map.entries.some((entry) => entry.name === change.key)) return undefined;
      return one(addEntry(found.map, found.entry, change, written));
    }
    case "replace-entry": {
      const found = findEntry(root, change.at, shared);
      if (found === undefined || found.map.entries.some((entry) => entry !== found.entry && entry.name === change.key)) return undefined;
      return one(replaceEntry(found.map, found.entry, change, written));
    }
    case "remove-entry": {
      const found = findEntry(root, change.at, shared);
      if (found === undefined) return undefined;
      const holder = found.map.entries.length > 1 ? found : holderOf(root, found.map);
      return holder === undefined ? undefined : one(removeEntry(holder.map, holder.entry, text));
    }
  }
}

function one(edit: TextEdit | undefined): readonly TextEdit[] | undefined {
  return edit === undefined ? undefined : [edit];
}

/** The list and the item that stand at a span; of several the innermost. */
function findItem(node: Node, span: Span, shared: ReadonlySet<Node>): { readonly list: SeqNode; readonly item: Node } | undefined {
  if (shared.has(node)) return undefined;
  if (node.kind === "scalar") return undefined;
  if (node.kind === "map") return first(node.entries, ({ value }) => findItem(value, span, shared));
  const inner = first(node.items, (item) => findItem(item, span, shared));
  if (inner !== undefined) return inner;
  const item = node.items.find((one) => sameSpan(one.span, span));
  return item === undefined || shared.has(item) ? undefined : { list: node, item };
}

/** The mapping and its entry whose key or value stands at a span. */
function findEntry(node: Node, span: Span, shared: ReadonlySet<Node>): { readonly map: MapNode; readonly entry: MapEntry } | undefined {
  if (shared.has(node) || node.kind === "scalar") return undefined;
  if (node.kind === "seq") return first(node.items, (item) => findEntry(item, span, shared));
  const entry = node.entries.find(({ key, value }) => sameSpan(key.span, span) || sameSpan(value.span, span));
  if (entry === undefined) return first(node.entries, ({ value }) => findEntry(value, span, shared));
  const isMergedElsewhere = node.entries.some(({ key, merged }) => !merged && shared.has(key));
  return entry.merged || isMergedElsewhere || shared.has(entry.value) ? undefined : { map: node, entry };
}

/** The entry of a mapping whose value is `map`. */
function holderOf(node: Node, map: MapNode): { readonly map: MapNode; readonly entry: MapEntry } | undefined {
  if (node.kind === "scalar") return undefined;
  if (node.kind === "seq") return first(node.items, (item) => holderOf(item, map));
  const entry = node.entries.find(({ value }) => value === map);
  return entry === undefined ? first(node.entries, ({ value }) => holderOf(value, map)) : { map: node, entry };
}

function first<T, R>(list: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of list) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
