import { type Span, touches } from "../text/span";
import type { MapEntry, MapNode, Node, SeqNode } from "./node";

/** The keys and list indices that lead from the root to a node. */
export type NodePath = readonly (string | number)[];

/** What stands at an offset. */
export interface NodePlace {
  /** The path of `node`. */
  readonly path: NodePath;
  /** The scalar or collection at the offset; where a key is there, the value of that key. */
  readonly node: Node;
  /** The entry that `node` is the value of. */
  readonly entry: MapEntry | undefined;
  /** Whether the offset lies on the entry's key. */
  readonly onKey: boolean;
}

/**
 * The innermost node that an offset touches, its end included. On white space between the entries of a collection that is the
 * collection; undefined outside the root. What merge keys and aliases share is written elsewhere, and found there only.
 */
export function nodePathAt(root: Node | undefined, offset: number): NodePlace | undefined {
  if (root === undefined || !touches(root.span, offset)) return undefined;
  let place: NodePlace = { path: [], node: root, entry: undefined, onKey: false };
  for (;;) {
    const inner = innerPlace(place, offset);
    if (inner === undefined) return place;
    place = inner;
    if (place.onKey) return place;
  }
}

function innerPlace({ path, node }: NodePlace, offset: number): NodePlace | undefined {
  switch (node.kind) {
    case "scalar":
      return undefined;
    case "seq":
      return itemAt(node, path, offset);
    case "map":
      return entryAt(node, path, offset);
  }
}

function itemAt(seq: SeqNode, path: NodePath, offset: number): NodePlace | undefined {
  const index = seq.items.findLastIndex((item) => touches(item.span, offset) && isWrittenIn(item.span, seq.span));
  const item = seq.items[index];
  return item === undefined ? undefined : { path: [...path, index], node: item, entry: undefined, onKey: false };
}

function entryAt(map: MapNode, path: NodePath, offset: number): NodePlace | undefined {
  for (const entry of map.entries) {
    if (entry.merged) continue;
    const onKey = touches(entry.key.span, offset);
    const follows = entry.value.span.start >= entry.key.span.end && isWrittenIn(entry.value.span, map.span);
    if (onKey || (follows && touches(entry.value.span, offset))) return { path: [...path, entry.name], node: entry.value, entry, onKey };
  }
  return undefined;
}

/** Whether a child is written where it is used: an alias has the span of its anchor's node. */
function isWrittenIn(child: Span, parent: Span): boolean {
  return child.start >= parent.start && child.end <= parent.end;
}
