import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeInOrder, spread } from "./place";

describe("placeInOrder", () => {
  test("grants wishes that do not conflict", () => {
    expect(
      placeInOrder(
        [
          { size: 10, wish: 5 },
          { size: 10, wish: 40 },
        ],
        4,
      ),
    ).toEqual([5, 40]);
  });

  test("shares a conflict evenly", () => {
    expect(
      placeInOrder(
        [
          { size: 10, wish: 20 },
          { size: 10, wish: 20 },
        ],
        4,
      ),
    ).toEqual([13, 27]);
  });

  test("what has no wish follows what stands before it", () => {
    expect(
      placeInOrder(
        [
          { size: 10, wish: 30 },
          { size: 5, wish: undefined },
        ],
        4,
      ),
    ).toEqual([30, 44]);
    expect(placeInOrder([{ size: 5, wish: undefined }], 4)).toEqual([0]);
  });

  test("keeps the order and the gap", () => {
    const items = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 90 }), wish: fc.option(fc.integer({ min: -500, max: 500 }), { nil: undefined }) }),
    );
    fc.assert(
      fc.property(items, (all) => {
        const starts = placeInOrder(all, 14);
        for (let index = 1; index < all.length; index++) {
          const end = (starts[index - 1] ?? 0) + (all[index - 1]?.size ?? 0);
          // Starts are rounded to whole pixels.
          expect((starts[index] ?? 0) - end).toBeGreaterThanOrEqual(13);
        }
      }),
    );
  });
});

describe("spread", () => {
  test("puts ends around the middle", () => {
    expect(spread(50, 3, 10, 100)).toEqual([40, 50, 60]);
    expect(spread(50, 1, 10, 100)).toEqual([50]);
  });

  test("brings them closer where the side is short", () => {
    expect(spread(50, 3, 10, 8)).toEqual([46, 50, 54]);
  });
});
