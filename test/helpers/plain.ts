import type { SyntaxProblem } from "../../server/src/core/syntax/node";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { isPlainMap, type Plain, toPlain } from "../../server/src/core/syntax/plain";
import { splitDocuments } from "../../server/src/core/syntax/split";

export interface PlainDocument {
  readonly value: Plain | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** The documents of a YAML text as plain data, without the empty ones. */
export function plainDocuments(text: string): readonly PlainDocument[] {
  return splitDocuments(text)
    .map(({ start, end }) => parseDocument(text.slice(start, end)))
    .filter(({ root, problems }) => root !== undefined || problems.length > 0)
    .map(({ root, problems }) => ({ value: root === undefined ? undefined : toPlain(root), problems }));
}

/** The value at a path such as `spec.http.0.route`, or undefined where the path leaves the data. */
export function plainAt(value: Plain | undefined, path: string): Plain | undefined {
  let current = value;
  for (const step of path.split(".")) {
    if (Array.isArray(current)) current = current[Number(step)];
    else current = isPlainMap(current) ? current[step] : undefined;
  }
  return current;
}
