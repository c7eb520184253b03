import { describe, expect, it } from "vitest";
import {
  codePointSet,
  complement,
  contains,
  eitherAsciiCase,
  foldCaseOfAscii,
  LAST_CODE_POINT,
  singleCodePoint,
  union,
} from "./codePointSet";

const A = 0x41;
const a = 0x61;

describe("codePointSet", () => {
  it("orders ranges, joins overlapping and adjacent ones, drops empty ones", () => {
    expect(
      codePointSet([
        [20, 30],
        [5, 4],
        [1, 3],
        [4, 6],
        [25, 27],
        [40, 40],
      ]),
    ).toEqual([1, 6, 20, 30, 40, 40]);
  });

  it("complements", () => {
    expect(complement([0, 9, 20, 29])).toEqual([10, 19, 30, LAST_CODE_POINT]);
    expect(complement([])).toEqual([0, LAST_CODE_POINT]);
    expect(complement([5, LAST_CODE_POINT])).toEqual([0, 4]);
    expect(complement([0, LAST_CODE_POINT])).toEqual([]);
  });

  it("finds members at both ends of a range", () => {
    const set = union([singleCodePoint(7), [10, 12]]);
    expect([6, 7, 8, 9, 10, 12, 13].filter((codePoint) => contains(set, codePoint))).toEqual([7, 10, 12]);
  });

  it("folds case as Unicode does", () => {
    expect(foldCaseOfAscii([a, a + 2])).toEqual([A, A + 2, a, a + 2]);
    expect(foldCaseOfAscii([A + 24, a + 1])).toEqual([A, A + 1, A + 24, a + 1, a + 24, a + 25]);
    expect(foldCaseOfAscii(singleCodePoint(0x4b))).toEqual([0x4b, 0x4b, 0x6b, 0x6b, 0x212a, 0x212a]);
    expect(foldCaseOfAscii(singleCodePoint(0x73))).toEqual([0x53, 0x53, 0x73, 0x73, 0x17f, 0x17f]);
    expect(foldCaseOfAscii(singleCodePoint(0x2d))).toEqual([0x2d, 0x2d]);
  });

  it("folds case as comparisons of plain strings do", () => {
    expect(eitherAsciiCase(0x4b)).toEqual([0x4b, 0x4b, 0x6b, 0x6b]);
    expect(eitherAsciiCase(0x5f)).toEqual([0x5f, 0x5f]);
    expect(eitherAsciiCase(0xe4)).toEqual([0xe4, 0xe4]);
  });
});
