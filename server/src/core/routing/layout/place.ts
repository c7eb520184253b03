/** Something with a size and a wish where it starts; without a wish it follows what stands before it. */
export interface Placeable {
  readonly size: number;
  readonly wish: number | undefined;
}

/**
 * Starting points that keep the order and leave at least `gap` between neighbours, as near to the wishes as that allows
 * (least squares; isotonic regression by pooling adjacent violators).
 */
export function placeInOrder(items: readonly Placeable[], gap: number): readonly number[] {
  const offsets: number[] = [];
  const pools: { sum: number; count: number; items: number }[] = [];
  let offset = 0;
  let previous = 0;
  for (const { size, wish } of items) {
    const target = wish === undefined ? previous : wish - offset;
    previous = target;
    offsets.push(offset);
    offset += size + gap;
    pools.push({ sum: target, count: 1, items: 1 });
    mergeViolators(pools);
  }
  const starts: number[] = [];
  for (const pool of pools)
    for (let item = 0; item < pool.items; item++) starts.push(Math.round(pool.sum / pool.count + (offsets[starts.length] ?? 0)));
  return starts;
}

/** Places for `count` ends of lines around the middle of a side, `pitch` apart or less where the side is too short. */
export function spread(middle: number, count: number, pitch: number, room: number): readonly number[] {
  const step = count > 1 ? Math.min(pitch, room / (count - 1)) : 0;
  return Array.from({ length: count }, (_, index) => middle + (index - (count - 1) / 2) * step);
}

function mergeViolators(pools: { sum: number; count: number; items: number }[]): void {
  for (;;) {
    const last = pools.at(-1);
    const before = pools.at(-2);
    if (last === undefined || before === undefined || before.sum / before.count <= last.sum / last.count) return;
    pools.pop();
    before.sum += last.sum;
    before.count += last.count;
    before.items += last.items;
  }
}
