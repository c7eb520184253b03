import type { Node } from "./node";

/** The nodes, keys included, that stand at several places of a tree: values of anchors with an alias, entries that are merged elsewhere. */
export function sharedNodes(root: Node | undefined): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const shared = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) {
      shared.add(node);
      return;
    }
    seen.add(node);
    if (node.kind === "seq") for (const item of node.items) visit(item);
    if (node.kind === "map") {
      for (const { key, value } of node.entries) {
        visit(key);
        visit(value);
      }
    }
  };
  if (root !== undefined) visit(root);
  return shared;
}
