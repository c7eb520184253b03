import type { CompletionKind } from "../results";

/** A value, or a key of a map with free keys, that can be written. */
export interface Candidate {
  readonly value: string;
  readonly kind: CompletionKind;
  /** A number or boolean, never quoted. */
  readonly literal?: boolean;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly deprecated?: boolean;
}

/** Keeps the first candidate of each value, without the values that are taken. */
export function distinct(candidates: readonly Candidate[], taken: ReadonlySet<string> = new Set()): readonly Candidate[] {
  const seen = new Set(taken);
  return candidates.filter((candidate) => {
    if (seen.has(candidate.value)) return false;
    seen.add(candidate.value);
    return true;
  });
}
