import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type EntryParts,
  exact,
  type MatchRequest,
  type MatchRule,
  matchEntry,
  PRESENT,
  prefix,
  regex,
  type StringCondition,
} from "./condition";
import { MatchAlgebra, type RequestExample } from "./matchAlgebra";

/** A condition with what it means, said once more and independently. */
interface Known {
  readonly condition: StringCondition;
  readonly holds: (text: string) => boolean;
}

/** An entry with what it means. */
interface KnownEntry {
  readonly parts: EntryParts;
  readonly holds: (request: MatchRequest) => boolean;
}

const words = (letters: readonly string[], length: number): readonly string[] =>
  length === 0 ? [""] : ["", ...letters.flatMap((letter) => words(letters, length - 1).map((word) => letter + word))];
const ofExact = (value: string): Known => ({ condition: exact(value), holds: (text) => text === value });
const ofPrefix = (value: string): Known => ({ condition: prefix(value), holds: (text) => text.startsWith(value) });
const ofRegex = (pattern: string, flags = ""): Known => {
  const whole = new RegExp(`^(?:${pattern})$`, flags);
  return { condition: regex(flags ? `(?${flags})${pattern}` : pattern), holds: (text) => whole.test(text) };
};
const present: Known = { condition: PRESENT, holds: () => true };

const PATHS = [...words(["a", "b"], 4), "A", "aB", "Ab", "1"].map((rest) => `/${rest}`);
const pathCondition = fc.oneof(
  fc.constantFrom("/", "/a", "/b", "/ab", "/ba", "/A").chain((value) => fc.constantFrom(ofExact(value), ofPrefix(value))),
  fc
    .constantFrom("/a", "/ab", "/")
    .map((value): Known => ({ condition: prefix(value, true), holds: (text) => text.toLowerCase().startsWith(value) })),
  fc
    .constantFrom("/A", "/aB")
    .map((value): Known => ({ condition: exact(value, true), holds: (text) => text.toLowerCase() === value.toLowerCase() })),
  fc
    .constantFrom(
      "/a*",
      "/[ab]?",
      "/.*b",
      "/(a|b)*",
      ".*",
      "/(aa)*",
      "/a(aa)*",
      "/(?:a|ba)+",
      "/[^a].*",
      "/.",
      "/..",
      "/.{2,}",
      "/a?b?",
      "/\\w*",
    )
    .map((each) => ofRegex(each)),
  fc.constantFrom("/a.*", "/[b]*").map((pattern) => ofRegex(pattern, "i")),
);

const VALUES = [undefined, ...words(["a", "b"], 2), "1"];
const valueCondition = fc.oneof(
  fc.constant(present),
  fc.constantFrom("a", "b", "ab").chain((value) => fc.constantFrom(ofExact(value), ofPrefix(value))),
  fc.constantFrom("a*", "a+", "[ab]", "[^a].*", ".*", ".+", "b|a.*").map((each) => ofRegex(each)),
);

const pathPart = pathCondition.map((known): KnownEntry => ({ parts: { uri: known.condition }, holds: ({ path }) => known.holds(path) }));
const methodPart = fc
  .constantFrom(ofExact("GET"), ofExact("POST"), ofPrefix("P"), ofRegex("GET|PUT"), ofRegex("[^P].*"))
  .map((known): KnownEntry => ({ parts: { method: known.condition }, holds: ({ method }) => known.holds(method) }));
const withHeader = (name: string, { condition, holds }: Known): KnownEntry => ({
  parts: { headers: [[name, condition]] },
  holds: ({ headers }) => {
    const value = headers.get(name);
    return value !== undefined && holds(value);
  },
});
const withoutHeader = (name: string, { condition, holds }: Known): KnownEntry => ({
  parts: { withoutHeaders: [[name, condition]] },
  holds: ({ headers }) => (condition.kind === "present" ? !headers.has(name) : !holds(headers.get(name) ?? "")),
});
const headerPart = fc.tuple(fc.constantFrom("x", "y"), valueCondition).map(([name, known]) => withHeader(name, known));
const withoutHeaderPart = fc.tuple(fc.constantFrom("x", "y"), valueCondition).map(([name, known]) => withoutHeader(name, known));
const queryPart = valueCondition.map(
  ({ condition, holds }): KnownEntry => ({
    parts: { queryParams: [["q", condition]] },
    holds: ({ query }) => {
      const value = query.get("q");
      return value !== undefined && holds(value);
    },
  }),
);
const portPart = fc.constantFrom(80, 81).map((port): KnownEntry => ({ parts: { port }, holds: (request) => request.port === port }));
const gatewayLists: readonly (readonly string[])[] = [["mesh"], ["n/g"], ["mesh", "n/g"]];
const gatewayPart = fc
  .constantFrom(...gatewayLists)
  .map((gateways): KnownEntry => ({ parts: { gateways }, holds: ({ gateway }) => gateways.includes(gateway) }));
const labelPart = fc.constantFrom("1", "2").map(
  (value): KnownEntry => ({
    parts: { sourceLabels: new Map([["l", value]]) },
    holds: ({ sourceLabels }) => sourceLabels.get("l") === value,
  }),
);

/** Later parts replace earlier ones of the same kind; labels do not count beside gateways. */
function allOf(parts: readonly KnownEntry[]): KnownEntry {
  const byKind = new Map(parts.map((part) => [Object.keys(part.parts).join(), part]));
  const counted = [...byKind].filter(([kind]) => kind !== "sourceLabels" || !byKind.has("gateways")).map(([, part]) => part);
  return {
    parts: Object.assign({}, ...[...byKind.values()].map((part) => part.parts)),
    holds: (request) => counted.every((part) => part.holds(request)),
  };
}

const entry = fc
  .array(
    fc.oneof(
      { arbitrary: pathPart, weight: 4 },
      { arbitrary: headerPart, weight: 3 },
      { arbitrary: withoutHeaderPart, weight: 2 },
      methodPart,
      queryPart,
      portPart,
      gatewayPart,
      labelPart,
    ),
    { maxLength: 3 },
  )
  .map(allOf);
const knownRule = fc.array(entry, { minLength: 1, maxLength: 3 });

type KnownRule = readonly KnownEntry[];
const ruleOf = (known: KnownRule): MatchRule => ({ entries: known.map(({ parts }) => matchEntry(parts)) });
const holds = (known: KnownRule, request: MatchRequest): boolean => known.some((each) => each.holds(request));

interface Grid {
  readonly size: number;
  readonly find: (wanted: (request: MatchRequest) => boolean) => MatchRequest | undefined;
}

/** All requests of a few values in each dimension that some condition mentions, and of one value in the others. */
function gridOf(rules: readonly KnownRule[]): Grid {
  const names = ({ parts }: KnownEntry): readonly string[] =>
    [...(parts.headers ?? []), ...(parts.withoutHeaders ?? [])].map(([name]) => name);
  const mentioned = new Set(rules.flat().flatMap((each) => [...Object.keys(each.parts), ...names(each)]));
  const open = <T>(kind: string, all: readonly T[]): readonly T[] => (mentioned.has(kind) ? all : all.slice(0, 1));
  const axes = [
    open("uri", PATHS),
    open("method", ["GET", "POST", "PUT"]),
    open("x", VALUES),
    open("y", VALUES),
    open("queryParams", VALUES),
    open("port", [80, 81, 82]),
    open("gateways", ["mesh", "n/g", "n/other"]),
    open("sourceLabels", [undefined, "1", "2"]),
  ] as const;
  const size = axes.reduce((product, axis) => product * axis.length, 1);
  const map = (pairs: readonly (readonly [string, string | undefined])[]): ReadonlyMap<string, string> =>
    new Map(pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  const request = (index: number): MatchRequest => {
    let rest = index;
    const pick = <T>(axis: readonly T[]): T => {
      const value = axis[rest % axis.length] as T;
      rest = Math.floor(rest / axis.length);
      return value;
    };
    const [path, method, x, y, q, port, gateway, label] = [
      pick(axes[0]),
      pick(axes[1]),
      pick(axes[2]),
      pick(axes[3]),
      pick(axes[4]),
      pick(axes[5]),
      pick(axes[6]),
      pick(axes[7]),
    ] as const;
    const source = { sourceNamespace: "n", sourceLabels: map([["l", label]]) };
    return {
      path,
      method,
      headers: map([
        ["x", x],
        ["y", y],
      ]),
      query: map([["q", q]]),
      port,
      gateway,
      scheme: "http",
      authority: "a",
      ...source,
    };
  };
  const find: Grid["find"] = (wanted) => {
    for (let index = 0; index < size; index += 1) {
      const candidate = request(index);
      if (wanted(candidate)) {
        return candidate;
      }
    }
    return undefined;
  };
  return { size, find };
}

/** Counterexamples are taken at their word once checked; a claim that there is none is held against the grid. */
function check(answer: RequestExample, grid: Grid, wanted: (request: MatchRequest) => boolean): "none" | "example" {
  if (answer.kind === "unknown") {
    throw new Error("gave up on a small question");
  }
  if (answer.kind === "example") {
    expect(wanted(answer.request)).toBe(true);
  } else {
    expect(grid.find(wanted)).toBeUndefined();
  }
  return answer.kind;
}

describe("rules of up to three dimensions", () => {
  it("are compared like sets of requests", { timeout: 60_000 }, () => {
    const counts = { none: 0, example: 0 };
    fc.assert(
      fc.property(knownRule, fc.array(knownRule, { maxLength: 4 }), (rule, earlier) => {
        const grid = gridOf([rule, ...earlier]);
        fc.pre(grid.size < 20_000);
        const answer = new MatchAlgebra().exampleFor(ruleOf(rule), earlier.map(ruleOf));
        counts[check(answer, grid, (request) => holds(rule, request) && !earlier.some((other) => holds(other, request)))] += 1;
      }),
      { seed: 61, numRuns: 1_500 },
    );
    expect(Math.min(counts.none, counts.example)).toBeGreaterThan(200);
  });

  it("are united like sets of requests, where no rule covers alone", { timeout: 60_000 }, () => {
    const counts = { none: 0, example: 0 };
    const halves = valueCondition.map((known) => [withHeader("x", known), withoutHeader("x", known)] as const);
    const others = fc.tuple(fc.oneof(methodPart, portPart, queryPart), fc.oneof(pathPart, labelPart));
    fc.assert(
      fc.property(
        halves,
        others,
        entry,
        fc.array(fc.oneof(methodPart, pathPart, queryPart, portPart), { maxLength: 2 }),
        (both, [left, right], whole, more) => {
          const pieces = both.flatMap((half) => [left, right].map((other) => allOf([half, other])));
          const earlier: KnownRule[] = [...pieces, ...both.map((half) => allOf([half, ...more]))].map((piece) => [piece]);
          const grid = gridOf([[whole], ...earlier]);
          fc.pre(grid.size < 20_000);
          const algebra = new MatchAlgebra();
          const answer = algebra.exampleFor(ruleOf([whole]), earlier.map(ruleOf));
          const kind = check(answer, grid, (request) => whole.holds(request) && !earlier.some((other) => holds(other, request)));
          if (kind === "example" || earlier.every((other) => algebra.covers(ruleOf(other), ruleOf([whole])) === "no")) {
            counts[kind] += 1;
          }
        },
      ),
      { seed: 62, numRuns: 1_000 },
    );
    expect(Math.min(counts.none, counts.example)).toBeGreaterThan(50);
  });

  it("overlap like sets of requests", { timeout: 60_000 }, () => {
    const counts = { none: 0, example: 0 };
    fc.assert(
      fc.property(knownRule, knownRule, (a, b) => {
        const grid = gridOf([a, b]);
        fc.pre(grid.size < 20_000);
        const answer = new MatchAlgebra().exampleForBoth(ruleOf(a), ruleOf(b));
        counts[check(answer, grid, (request) => holds(a, request) && holds(b, request))] += 1;
      }),
      { seed: 63, numRuns: 1_500 },
    );
    expect(Math.min(counts.none, counts.example)).toBeGreaterThan(40);
  });
});
