import { entryOf, type MapEntry, type Node, type SeqNode } from "../syntax/node";
import type { Span } from "../text/span";
import type { SchemaPath } from "./validator";

/** A value with the entry that holds it, where it is one of a mapping. */
export interface Located {
  /** As far as the tree goes. */
  readonly path: SchemaPath;
  readonly node: Node;
  readonly entry: MapEntry | undefined;
  /** The list that holds it, where it is an item of one. */
  readonly list: SeqNode | undefined;
  /** The key, or the first key of a list item: small enough to underline. */
  readonly keySpan: Span;
  readonly name: string;
}

/** The value at a path, or the nearest above it that exists. Indices may be texts. */
export function locate(root: Node, path: SchemaPath): Located {
  let node: Node = root;
  let entry: MapEntry | undefined;
  let list: SeqNode | undefined;
  let name = "the object";
  const real: (string | number)[] = [];
  for (const step of path) {
    if (node.kind === "seq") {
      const index = Number(step);
      const item: Node | undefined = node.items[index];
      if (item === undefined) break;
      list = node;
      node = item;
      entry = undefined;
      real.push(index);
    } else {
      const next: MapEntry | undefined = entryOf(node, String(step));
      if (next === undefined) break;
      entry = next;
      list = undefined;
      node = next.value;
      name = next.name;
      real.push(next.name);
    }
  }
  return { path: real, node, entry, list, keySpan: entry?.key.span ?? smallSpan(node), name };
}

/** The value, or the key where the value is absent or more than a scalar. */
export function valueSpan(place: Located): Span {
  return place.node.kind !== "scalar" || place.node.span.start === place.node.span.end ? place.keySpan : place.node.span;
}

/** The first key of a mapping, else the node itself. */
function smallSpan(node: Node): Span {
  return node.kind === "map" ? (node.entries[0]?.key.span ?? node.span) : node.span;
}
