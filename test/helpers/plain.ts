import type { Node, SyntaxProblem } from "../../server/src/core/syntax/node";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { splitDocuments } from "../../server/src/core/syntax/split";

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

export interface PlainDocument {
  readonly value: Plain | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** The documents of a YAML text as plain data, without the empty ones. */
export function plainDocuments(text: string): readonly PlainDocument[] {
  return splitDocuments(text)
    .map(({ start, end }) => parseDocument(text.slice(start, end)))
    .filter(({ root, problems }) => root !== undefined || problems.length > 0)
    .map(({ root, problems }) => ({ value: root === undefined ? undefined : plainOf(root), problems }));
}

/** The value at a path such as `spec.http.0.route`, or undefined where the path leaves the data. */
export function plainAt(value: Plain | undefined, path: string): Plain | undefined {
  let current = value;
  for (const step of path.split(".")) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Array.isArray(current) ? current[Number(step)] : (current as Readonly<Record<string, Plain>>)[step];
  }
  return current;
}

function plainOf(node: Node): Plain {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "seq":
      return node.items.map(plainOf);
    case "map":
      return Object.fromEntries(node.entries.map(({ name, value }) => [name, plainOf(value)]));
  }
}
