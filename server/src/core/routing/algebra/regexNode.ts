import type { CodePointSet } from "./codePointSet";

/**
 * A regular expression as a language: groups, captures and greediness leave no trace.
 * `start` and `end` are the ends of the text; `max` may be Infinity.
 */
export type RegexNode =
  | { readonly kind: "empty" }
  | { readonly kind: "class"; readonly set: CodePointSet }
  | { readonly kind: "assertion"; readonly at: "start" | "end" }
  | { readonly kind: "concat"; readonly items: readonly RegexNode[] }
  | { readonly kind: "alternate"; readonly items: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly item: RegexNode; readonly min: number; readonly max: number };

/** Whether nested counted repetitions multiply to at most `limit`, as RE2 demands. */
export function repeatsWithin(node: RegexNode, limit: number): boolean {
  switch (node.kind) {
    case "concat":
    case "alternate":
      return node.items.every((item) => repeatsWithin(item, limit));
    case "repeat": {
      if (node.max === 0) {
        return true;
      }
      const count = node.max === Number.POSITIVE_INFINITY ? node.min : node.max;
      return count <= limit && repeatsWithin(node.item, count > 0 ? Math.floor(limit / count) : limit);
    }
    default:
      return true;
  }
}

/** The number of leaves and operators with repetitions written out. */
export function expandedSize(node: RegexNode): number {
  switch (node.kind) {
    case "concat":
    case "alternate":
      return node.items.reduce((sum, item) => sum + expandedSize(item), 1);
    case "repeat":
      return 1 + expandedSize(node.item) * (node.max === Number.POSITIVE_INFINITY ? node.min + 1 : node.max);
    default:
      return 1;
  }
}
