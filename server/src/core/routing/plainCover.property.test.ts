import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EntryParts, exact, matchEntry, PRESENT, prefix, regex, type StringCondition } from "./algebra/condition";
import { evaluate } from "./algebra/evaluate";
import { MatchAlgebra } from "./algebra/matchAlgebra";
import { HttpCover } from "./httpCover";
import { beginDifferently, plainlyWithin } from "./plainCover";
import { RegexOutlines } from "./regexOutline";
import { surelyMisses, witnessOf } from "./witness";

const gateways = ["mesh", "ingress/public"];

const text = (values: readonly string[], patterns: readonly string[]): fc.Arbitrary<StringCondition> =>
  fc.oneof(
    fc.constantFrom(...values).chain((value) => fc.constantFrom(exact(value), prefix(value), exact(value, true), prefix(value, true))),
    fc.constantFrom(...patterns).map(regex),
  );
const path = text(["/", "/a", "/ab", "/A", "/b/c"], ["/a.*", ".*", "/[ab]+", "/a|/ab", "(?i)/A.*", "/b/c(/d)?"]);
const value = fc.oneof(text(["a", "ab", "A"], ["a.*", ".*", "[ab]+", "(x;)?a=1(;.*)?"]), fc.constant(PRESENT));
const named = fc.array(fc.tuple(fc.constantFrom("x", "y"), value), { maxLength: 2 });
const labels = fc.constantFrom(new Map(), new Map([["app", "a"]]), new Map([["app", "b"]]));
const parts = fc.record<EntryParts>(
  {
    uri: path,
    method: text(["GET", "GE"], ["G.*|POST"]),
    headers: named,
    withoutHeaders: named,
    queryParams: named,
    port: fc.constantFrom(80, 81),
    gateways: fc.subarray(gateways),
    sourceLabels: labels,
    sourceNamespace: fc.constantFrom("n", "m"),
  },
  { requiredKeys: [] },
);
const entry = parts.map(matchEntry);

/** The shortcuts may say less than the algebra, never something else. */
describe("what is seen from literals alone agrees with the algebra", () => {
  const algebra = new MatchAlgebra({ known: { gateways } });
  const runs = { numRuns: 1500, seed: 7 };

  test("entries that begin differently do not overlap", () => {
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        fc.pre(beginDifferently(a, b));
        expect(algebra.overlap({ entries: [a] }, { entries: [b] })).not.toBe("yes");
      }),
      runs,
    );
  });

  test("an entry that is plainly within another is covered by it", () => {
    fc.assert(
      fc.property(parts, parts, (wide, more) => {
        const [a, b] = [matchEntry({ ...wide, ...more }), matchEntry(wide)];
        fc.pre(plainlyWithin(a, b, gateways));
        expect(algebra.covers({ entries: [b] }, { entries: [a] })).not.toBe("no");
      }),
      { ...runs, numRuns: 300 },
    );
  });

  test("what surely misses a request does not match it", () => {
    const outlines = new RegexOutlines();
    fc.assert(
      fc.property(entry, entry, fc.constantFrom("ordinary" as const, "rare" as const), (a, b, style) => {
        const request = witnessOf(a, gateways, style, outlines);
        fc.pre(request !== undefined && surelyMisses(b, request, outlines));
        if (request !== undefined) expect(evaluate({ entries: [b] }, request)).toBe("no");
      }),
      runs,
    );
  });

  test("owners are named only where the algebra proves it, and all of them are needed", () => {
    fc.assert(
      fc.property(entry, fc.array(entry, { minLength: 1, maxLength: 4 }), (later, earlier) => {
        const cover = new HttpCover<number>(gateways);
        for (const [at, one] of earlier.entries()) cover.add(one, at);
        const takers = cover.takersOf(later);
        fc.pre(takers !== undefined);
        const rules = (takers ?? []).flatMap((at) => (earlier[at] === undefined ? [] : [{ entries: [earlier[at]] }]));
        expect(algebra.coveredBy({ entries: [later] }, rules)).not.toBe("no");
        if (rules.length > 1) for (const rule of rules) expect(algebra.covers(rule, { entries: [later] })).not.toBe("yes");
      }),
      { ...runs, numRuns: 400 },
    );
  });
});
