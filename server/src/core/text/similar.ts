/**
 * The candidates most like `word`, best first: within a third of its length in edits (Damerau-Levenshtein, case ignored),
 * or containing it, or contained in it. Ties keep the order given.
 */
export function similarNames(word: string, candidates: readonly string[], limit = 3): readonly string[] {
  const wanted = word.toLowerCase();
  const allowed = Math.max(1, Math.floor(Math.max(wanted.length, 3) / 3));
  return candidates
    .map((candidate, order) => ({ candidate, order, distance: similarity(wanted, candidate.toLowerCase(), allowed) }))
    .filter((one) => one.candidate !== word && one.distance <= allowed)
    .sort((a, b) => a.distance - b.distance || a.order - b.order)
    .slice(0, limit)
    .map((one) => one.candidate);
}

/** A hint at a known name that is alike, to be put behind a sentence, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [nearest] = similarNames(word, known, 1);
  return nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
}

function similarity(a: string, b: string, allowed: number): number {
  if (Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a))) return Math.min(allowed, 1);
  if (Math.abs(a.length - b.length) > allowed) return allowed + 1;
  const [own, other] = withoutCommonEnds(a, b);
  return editDistance(own, other, allowed);
}

/** What differs between two texts lies between what they start and end with alike; names of one domain share most of themselves. */
function withoutCommonEnds(a: string, b: string): readonly [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours. Ends with more than `allowed` as soon as
 * two rows are above it, of which every later one is made.
 */
function editDistance(a: string, b: string, allowed: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
    if (Math.min(...beforeLast) > allowed && Math.min(...last) > allowed) return allowed + 1;
  }
  return last[b.length] ?? 0;
}
