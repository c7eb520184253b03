/**
 * Whether `count` of `total` may happen with a probability of `share`: deviations as large as those refused happen less than once in 10^9
 * times (Chernoff's bound: each tail is at most e^(-total * D(count/total || share))).
 */
export function isPlausible(count: number, total: number, share: number): boolean {
  const part = (found: number, wanted: number): number => (found === 0 ? 0 : found * Math.log(found / wanted));
  const found = count / total;
  return total * (part(found, share) + part(1 - found, 1 - share)) < Math.log(1e9);
}
