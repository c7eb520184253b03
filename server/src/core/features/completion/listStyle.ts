import type { Node } from "../../syntax/node";
import { columnAt } from "./line";
import type { ListStyle } from "./target";

/** How the document indents lists: as its first block list under a key; two columns where it has none. */
export function listStyleOf(root: Node | undefined, text: string): ListStyle {
  return { indent: root === undefined ? usual : (firstIndent(root, text) ?? usual) };
}

const usual = 2;

function firstIndent(node: Node, text: string): number | undefined {
  if (node.kind === "scalar" || node.flow) return undefined;
  if (node.kind === "seq") {
    for (const item of node.items) {
      const found = firstIndent(item, text);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const { key, value, merged } of node.entries) {
    if (merged) continue;
    if (value.kind === "seq" && !value.flow && value.span.start > key.span.end) {
      return Math.max(0, columnAt(text, value.span.start) - columnAt(text, key.span.start));
    }
    const found = firstIndent(value, text);
    if (found !== undefined) return found;
  }
  return undefined;
}
