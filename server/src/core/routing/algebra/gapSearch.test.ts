import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "./budget";
import { findGap } from "./gapSearch";

describe("findGap", () => {
  it("answers like trying every combination of values", { timeout: 60_000 }, () => {
    const counts = { gap: 0, covered: 0, unknown: 0 };
    const admitted = fc.bigInt({ min: 0n, max: 63n });
    const dimension = fc.array(
      fc.oneof({ arbitrary: fc.constant(63n), weight: 1 }, { arbitrary: fc.tuple(admitted, admitted).map(([a, b]) => a | b), weight: 2 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(fc.array(dimension, { maxLength: 4 }), fc.integer({ min: 0, max: 6 }), (dimensions, candidates) => {
        const everyone = (1n << BigInt(candidates)) - 1n;
        const result = findGap(dimensions, everyone, new Budget(100_000, 0));
        counts[result.kind] += 1;
        const left = dimensions.reduce((sets, values) => sets.flatMap((set) => values.map((value) => set & value)), [everyone]);
        expect(result.kind).toBe(left.includes(0n) ? "gap" : "covered");
        if (result.kind === "gap") {
          expect(result.choice.length).toBe(dimensions.length);
          expect(result.choice.reduce((set, index, at) => set & (dimensions[at]?.[index] ?? everyone), everyone)).toBe(0n);
        }
      }),
      { seed: 51, numRuns: 3_000 },
    );
    expect(Math.min(counts.gap, counts.covered)).toBeGreaterThan(500);
    expect(counts.unknown).toBe(0);
  });

  it("gives up when the budget ends", () => {
    expect(
      findGap(
        [
          [1n, 2n],
          [1n, 2n],
        ],
        3n,
        new Budget(8, 0),
      ).kind,
    ).toBe("unknown");
    expect(
      findGap(
        [
          [1n, 2n],
          [1n, 2n],
        ],
        3n,
        new Budget(20, 0),
      ),
    ).toEqual({ kind: "gap", choice: [0, 1] });
  });
});
