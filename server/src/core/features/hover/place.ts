import type { Node, ScalarNode } from "../../syntax/node";
import { type Span, touches } from "../../text/span";

/** What the cursor points at: a key with its value, or a scalar. `path` leads from the document's root to the value. */
export interface HoverPlace {
  readonly on: "key" | "value";
  readonly path: readonly (string | number)[];
  readonly span: Span;
  /** The scalar at the path, where it is one. */
  readonly scalar: ScalarNode | undefined;
}

/** The key or scalar under an offset; values that an alias or merge key brings in are no place of their own. */
export function hoverPlaceAt(root: Node | undefined, offset: number): HoverPlace | undefined {
  let node = root;
  let path: readonly (string | number)[] = [];
  while (node !== undefined) {
    if (node.kind === "scalar") {
      const { start, end } = node.span;
      return start < end && touches(node.span, offset) ? { on: "value", path, span: node.span, scalar: node } : undefined;
    }
    if (node.kind === "seq") {
      const at = node.items.findIndex((item) => touches(item.span, offset));
      node = node.items[at];
      path = [...path, at];
      continue;
    }
    const entry = node.entries.find(
      (one) =>
        !one.merged && (touches(one.key.span, offset) || (one.value.span.start >= one.key.span.end && touches(one.value.span, offset))),
    );
    if (entry === undefined) return undefined;
    path = [...path, entry.name];
    if (touches(entry.key.span, offset)) {
      return { on: "key", path, span: entry.key.span, scalar: entry.value.kind === "scalar" ? entry.value : undefined };
    }
    node = entry.value;
  }
  return undefined;
}
