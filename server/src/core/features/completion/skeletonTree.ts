import { quoteIfNeeded } from "../../model/quote";
import type { NameOf } from "./skeletonNames";

/**
 * What a skeleton writes: a mapping, a list, or a scalar. Keys and scalars may hold stops for the tab key (`<1:v1>`, `<1>` for the
 * same text again, `<1|A,B|>` for a choice) and names in braces (`{host}`), which the place fills in.
 */
export type SkeletonTree = string | readonly SkeletonTree[] | { readonly [key: string]: SkeletonTree };

/** The lines of a snippet that writes a skeleton; dashes are indented by `listIndent` below their key. */
export function renderSkeleton(tree: SkeletonTree, nameOf: NameOf, listIndent: number): readonly string[] {
  if (typeof tree === "string") return [fill(tree, nameOf)];
  if (isList(tree)) return tree.flatMap((item) => indentRest("- ", renderSkeleton(item, nameOf, listIndent)));
  return Object.entries(tree).flatMap(([name, value]) => {
    const key = fill(name, nameOf);
    if (typeof value === "string") return [`${key}: ${fill(value, nameOf)}`];
    const lines = renderSkeleton(value, nameOf, listIndent);
    const indent = isList(value) ? listIndent : 2;
    return [`${key}:`, ...lines.map((line) => " ".repeat(indent) + line)];
  });
}

function fill(text: string, nameOf: NameOf): string {
  return text
    .replace(/<(\d+)>/g, "$$$1")
    .replace(/<(\d+)([:|])([^>]*)>/g, "$${$1$2$3}")
    .replace(/\{([a-z]+)\}/g, (whole, name: string) => {
      const value = nameOf(name);
      return value === undefined ? whole : quoteIfNeeded(value).replace(/[\\$}]/g, "\\$&");
    });
}

function indentRest(dash: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => (at === 0 ? dash : "  ") + line);
}

function isList(tree: SkeletonTree): tree is readonly SkeletonTree[] {
  return Array.isArray(tree);
}
