/** A seeded source of choices: the same seed gives the same meshes and requests. */
export interface Random {
  /** 0 to `below` - 1. */
  int(below: number): number;
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** The value, in `percent` of all cases. */
  maybe<T>(percent: number, make: () => T): T | undefined;
  /** Between `least` and `most` values. */
  list<T>(least: number, most: number, make: () => T): readonly T[];
}

/** Mulberry32: 32 bits of state, good enough to vary test data. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const int = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const chance = (percent: number): boolean => int(100) < percent;
  return {
    int,
    chance,
    pick: (from) => from[int(from.length)] as (typeof from)[number],
    maybe: (percent, make) => (chance(percent) ? make() : undefined),
    list: (least, most, make) => Array.from({ length: least + int(most - least + 1) }, make),
  };
}

/** A string match in one of its three forms. */
export function text(random: Random, exact: readonly string[], prefix: readonly string[], regex: readonly string[]): object {
  switch (random.int(3)) {
    case 0:
      return { exact: random.pick(exact) };
    case 1:
      return { prefix: random.pick(prefix) };
    default:
      return { regex: random.pick(regex) };
  }
}

/** `{ [key]: value }`, or nothing without a value. */
export function given<T>(key: string, value: T | undefined): Readonly<Record<string, T>> {
  return value === undefined ? {} : { [key]: value };
}
