/**
 * The percentage of requests that each destination of a rule gets: weights are relative to their sum, a missing weight counts as 0,
 * and an only destination gets everything whatever its weight (pilot/pkg/networking/core/route/route.go). Undefined where all
 * weights are 0, which the API server refuses.
 */
export function effectiveShares(weights: readonly (number | undefined)[]): readonly number[] | undefined {
  if (weights.length === 1) return [100];
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
  return sum > 0 ? weights.map((weight) => ((weight ?? 0) / sum) * 100) : undefined;
}
