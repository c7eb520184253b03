import type { Span } from "../text/span";
import type { Node } from "./node";

/** The comments of a document's text in order, each from its `#` to the end of its line, without white space at its end. */
export function commentsOf(text: string, root: Node | undefined): readonly string[] {
  const scalars = scalarSpans(root);
  const comments: string[] = [];
  let inside = 0;
  for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) {
    while (inside < scalars.length && (scalars[inside] as Span).end <= at) inside++;
    const scalar = scalars[inside];
    if ((scalar !== undefined && scalar.start <= at) || (at > 0 && !/\s/.test(text[at - 1] ?? ""))) continue;
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    comments.push(text.slice(at, end).trimEnd());
    at = end;
  }
  return comments;
}

/** The places of keys and values, in the order of the text. */
function scalarSpans(root: Node | undefined): readonly Span[] {
  const spans: Span[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "scalar") spans.push(node.span);
    else if (node.kind === "seq") for (const item of node.items) visit(item);
    else {
      for (const { key, value } of node.entries) {
        visit(key);
        visit(value);
      }
    }
  };
  if (root !== undefined) visit(root);
  return spans.sort((a, b) => a.start - b.start || a.end - b.end);
}
