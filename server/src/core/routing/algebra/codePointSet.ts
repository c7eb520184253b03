/**
 * A set of Unicode code points as inclusive ranges, flat: `[from0, to0, from1, to1, ...]`,
 * ascending, disjoint and not adjacent (so equal sets are equal lists).
 */
export type CodePointSet = readonly number[];

export const LAST_CODE_POINT = 0x10ffff;
export const ANY_CODE_POINT: CodePointSet = [0, LAST_CODE_POINT];

/** The two code points outside ASCII that Unicode's simple case folding equates with ASCII letters. */
const LONG_S = 0x17f;
const KELVIN_SIGN = 0x212a;

/** The set of the given inclusive ranges, in any order, overlapping or not. */
export function codePointSet(ranges: readonly (readonly [from: number, to: number])[]): CodePointSet {
  const sorted = ranges.filter(([from, to]) => from <= to).sort((a, b) => a[0] - b[0]);
  const result: number[] = [];
  let end = -2;
  for (const [from, to] of sorted) {
    if (from > end + 1) {
      result.push(from, to);
      end = to;
    } else if (to > end) {
      result[result.length - 1] = to;
      end = to;
    }
  }
  return result;
}

export function singleCodePoint(codePoint: number): CodePointSet {
  return [codePoint, codePoint];
}

export function union(sets: readonly CodePointSet[]): CodePointSet {
  return codePointSet(sets.flatMap(rangesOf));
}

export function complement(set: CodePointSet): CodePointSet {
  const result: number[] = [];
  let next = 0;
  for (const [from, to] of rangesOf(set)) {
    if (from > next) {
      result.push(next, from - 1);
    }
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) {
    result.push(next, LAST_CODE_POINT);
  }
  return result;
}

export function contains(set: CodePointSet, codePoint: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (codePoint < (set[at] ?? 0)) {
      return false;
    }
    if (codePoint <= (set[at + 1] ?? 0)) {
      return true;
    }
  }
  return false;
}

export function isAscii(set: CodePointSet): boolean {
  return (set.at(-1) ?? 0) <= 0x7f;
}

/** The ASCII set together with everything that simple case folding equates with its members: `k` brings `K` and the Kelvin sign. */
export function foldCaseOfAscii(set: CodePointSet): CodePointSet {
  const ranges = rangesOf(set);
  for (const [from, to] of rangesOf(set)) {
    ranges.push([Math.max(from, 0x41) + 0x20, Math.min(to, 0x5a) + 0x20], [Math.max(from, 0x61) - 0x20, Math.min(to, 0x7a) - 0x20]);
  }
  const folded = codePointSet(ranges);
  const extra = [...(contains(folded, 0x6b) ? [KELVIN_SIGN] : []), ...(contains(folded, 0x73) ? [LONG_S] : [])];
  return union([folded, ...extra.map(singleCodePoint)]);
}

/** The ASCII letter of the other case beside the code point itself, as comparisons of plain strings ignore case in Envoy. */
export function eitherAsciiCase(codePoint: number): CodePointSet {
  const letter = String.fromCodePoint(codePoint);
  if (!/^[A-Za-z]$/.test(letter)) {
    return singleCodePoint(codePoint);
  }
  return union([letter.toLowerCase(), letter.toUpperCase()].map((text) => singleCodePoint(text.charCodeAt(0))));
}

function rangesOf(set: CodePointSet): [number, number][] {
  const result: [number, number][] = [];
  for (let at = 0; at < set.length; at += 2) {
    result.push([set[at] ?? 0, set[at + 1] ?? 0]);
  }
  return result;
}
