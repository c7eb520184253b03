import type { FileEdit, FileFix } from "./results";

/**
 * The edits of the safe fixes that can be applied together: of each finding the first safe one, unless it touches what an earlier one
 * changes. Findings come in the order of their place; what is left out is found again by the next round.
 */
export function selectSafeFixes(fixesByFinding: readonly (readonly FileFix[])[]): readonly FileEdit[] {
  const selected: FileEdit[] = [];
  for (const fixes of fixesByFinding) {
    const fix = fixes.find((candidate) => candidate.kind === "safe");
    if (fix === undefined || fix.edits.some((edit) => selected.some((other) => collide(edit, other)))) continue;
    selected.push(...fix.edits);
  }
  return selected;
}

/** Edits that touch cannot be told apart in their order, so they count as colliding. */
function collide(a: FileEdit, b: FileEdit): boolean {
  return a.file === b.file && a.span.start <= b.span.end && b.span.start <= a.span.end;
}
