import type { Resource } from "../model/resource";
import type { LocalFinding } from "../rules/finding";
import type { SyntaxTree } from "../syntax/node";

export interface DocumentToValidate {
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly resources: readonly Resource[];
}

/** What a document alone reveals: syntax problems, and how its resources differ from their schema. */
export function validateDocument({ tree }: DocumentToValidate): readonly LocalFinding[] {
  return tree.problems.map((problem) => ({ code: problem.code, at: problem.span, message: problem.message, resource: undefined }));
}
