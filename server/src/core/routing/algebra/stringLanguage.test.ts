import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { Budget } from "./budget";
import { exact, PRESENT, prefix, regex, type StringCondition } from "./condition";
import { exampleText, Languages } from "./stringLanguage";

const WORDS = wordsUpTo("ab", 6);

/** Patterns over a handful of letters, with everything the parser knows. */
const anyPattern: fc.Arbitrary<string> = patterns([
  ..."a|b|c|A|k|.|é|[ab]|[^a]|[^\\w]|[a-c]|[[:upper:]]|[^[:alpha:]b]|\\w|\\D|\\s|\\x61|\\Qa.\\E|^|$|\\A|\\z|(?i)|(?s)|(?m)|(?i:b)|(?-i:b)|(?i)[b-k]|".split(
    "|",
  ),
]);
/** Patterns for comparing languages over a and b exhaustively. */
const smallPattern = patterns([..."a|b|.|[ab]|ab||^|$".split("|")], "*|?|+|{2}|{0,2}|{1,}".split("|"));

describe("Languages", () => {
  it("accepts what RE2 matches", { timeout: 60_000 }, () => {
    const text = fc.string({ unit: fc.constantFrom(..."aabbcABkK1 _.é\u017f\u212a"), maxLength: 7 });
    const counts = { accepted: 0, rejected: 0, notModelled: 0 };
    fc.assert(
      fc.property(anyPattern, fc.array(text, { minLength: 8, maxLength: 8 }), (pattern, texts) => {
        const automaton = new Languages().of(regex(pattern));
        if (automaton === undefined) {
          expect(pattern).toContain("é");
          counts.notModelled += 1;
          return;
        }
        const reference = RE2JS.compile(pattern);
        for (const each of ["", ...texts]) {
          const matched = reference.matches(each);
          counts[matched ? "accepted" : "rejected"] += 1;
          expect(automaton.acceptsText(each), `${pattern} on "${each}"`).toBe(matched);
        }
      }),
      { seed: 42, numRuns: 6_000 },
    );
    expect(counts.accepted).toBeGreaterThan(5_000);
    expect(counts.rejected).toBeGreaterThan(10_000);
    expect(counts.notModelled).toBeLessThan(1_500);
  });

  it("knows how all accepted texts begin", { timeout: 60_000 }, () => {
    let literal = 0;
    fc.assert(
      fc.property(smallPattern, (pattern) => {
        const automaton = new Languages().of(regex(pattern));
        const start = automaton?.literalPrefix() ?? "";
        literal += start.length > 0 ? 1 : 0;
        for (const word of WORDS) {
          expect(automaton?.acceptsText(word) && !word.startsWith(start), `${pattern} accepts ${word}`).toBe(false);
        }
      }),
      { seed: 43, numRuns: 500 },
    );
    expect(literal).toBeGreaterThan(50);
    expect(new Languages().of(regex("/foo(bar|baz)+"))?.literalPrefix()).toBe("/fooba");
    expect(new Languages().of(regex("/[ac]x"))?.literalPrefix()).toBe("/");
  });

  it("ignores the case of ASCII letters only where asked to", () => {
    const accepts = (condition: StringCondition, text: string): boolean | undefined => new Languages().of(condition)?.acceptsText(text);
    expect(accepts(exact("/Käse[", true), "/käSE[")).toBe(true);
    expect(accepts(exact("/k", true), "/\u212a")).toBe(false);
    expect(accepts(exact("/Ä", true), "/ä")).toBe(false);
    expect(accepts(exact("/K"), "/k")).toBe(false);
    expect(accepts(prefix("/Api", true), "/apI/v1")).toBe(true);
    expect(accepts(prefix("/Api"), "/api/v1")).toBe(false);
    expect(accepts(prefix("/api"), "/apis")).toBe(true);
    expect(accepts(PRESENT, "")).toBe(true);
  });

  it("gives up on patterns that grow too large, and on invalid ones", () => {
    const languages = new Languages();
    expect(languages.of(regex(`${"x{1000}".repeat(60)}`))).toBeUndefined();
    expect(languages.of(regex("((a*){30}){30}"))).toBeUndefined();
    expect(languages.of(regex("(a"))).toBeUndefined();
    expect(languages.of(regex("x{1000}"))?.acceptsText("x".repeat(1000))).toBe(true);
  });
});

describe("exampleText", () => {
  const ask = (accepted: readonly StringCondition[], rejected: readonly StringCondition[], steps = 100_000) =>
    exampleText(accepted, rejected, new Languages(), new Budget(steps, steps));

  it("answers like a search through all short words", { timeout: 60_000 }, () => {
    const letter = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 });
    const condition: fc.Arbitrary<StringCondition> = fc.oneof(
      letter.map((value) => exact(value)),
      letter.map((value) => prefix(value)),
      {
        arbitrary: smallPattern.map(regex),
        weight: 3,
      },
    );
    const overLetters = regex("[ab]*");
    const counts = { example: 0, none: 0 };
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 2 }), fc.array(condition, { minLength: 1, maxLength: 2 }), (accepted, rejected) => {
        const answer = ask([overLetters, ...accepted], rejected);
        const shortest = WORDS.find((word) => accepted.every((each) => meets(each, word)) && !rejected.some((each) => meets(each, word)));
        if (answer.kind === "unknown") {
          throw new Error("gave up on a small question");
        }
        counts[answer.kind] += 1;
        if (answer.kind === "none") {
          expect(shortest).toBeUndefined();
        } else {
          expect(
            accepted.every((each) => meets(each, answer.text)) && !rejected.some((each) => meets(each, answer.text)),
            answer.text,
          ).toBe(true);
          expect(answer.text.length).toBe(shortest?.length ?? answer.text.length);
        }
      }),
      { seed: 44, numRuns: 4_000 },
    );
    expect(Math.min(counts.example, counts.none)).toBeGreaterThan(500);
  });

  it.each([
    ["intersection", [regex("[ab]+"), regex(".*ba")], [], "ba"],
    ["difference", [prefix("/api")], [prefix("/api/"), exact("/api")], "/apia"],
    ["complement", [], [regex("a{0,2}")], "b"],
    ["letters before digits, signs and what cannot be printed", [regex("[^a-y]")], [], "z"],
    ["outside ASCII before control characters", [regex("[^ -~]")], [], "\u00a1"],
  ] as const)("finds a readable shortest text: %s", (_, accepted, rejected, text) => {
    expect(ask(accepted, rejected)).toEqual({ kind: "example", text });
  });

  it.each([
    ["equal languages", [regex("(a|b)*")], [regex("(a*b*)*")]],
    ["inclusion", [regex("/users/[0-9]+")], [regex("/users/\\w+(/.*)?")]],
    ["disjoint", [prefix("/a"), regex("/b.*")], []],
    ["nothing but the empty text between two ends", [regex("a$b")], []],
    ["everything without line feed", [PRESENT], [regex(".*")]],
  ] as const)("proves that there is none: %s", (_, accepted, rejected) => {
    expect(ask(accepted, rejected)).toEqual({ kind: "none" });
  });

  it("gives up when the budget ends, and on what is not modelled", () => {
    const accepted = [regex("(a|b)*a(a|b){30}")];
    expect(ask(accepted, [regex("(a|b)*")]).kind).toBe("unknown");
    expect(ask([exact("abc")], [], 1).kind).toBe("unknown");
    expect(ask([regex("a\\b")], []).kind).toBe("unknown");
  });

  it("answers the same however much it remembers", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(smallPattern, smallPattern, fc.integer({ min: 10, max: 200 }), (left, right, steps) => {
        const languages = new Languages();
        exampleText([regex(right)], [regex(left)], languages, new Budget(10_000, 10_000));
        const warm = exampleText([regex(left)], [regex(right)], languages, new Budget(steps, steps));
        expect(warm).toEqual(ask([regex(left)], [regex(right)], steps));
      }),
      { seed: 45, numRuns: 1_000 },
    );
  });
});

function meets(condition: StringCondition, text: string): boolean {
  switch (condition.kind) {
    case "exact":
      return text === condition.value;
    case "prefix":
      return text.startsWith(condition.value);
    case "regex":
      return new RegExp(`^(?:${condition.pattern})$`).test(text);
    case "present":
      return true;
  }
}

/** Shortest first. */
function wordsUpTo(letters: string, length: number): readonly string[] {
  let layer = [""];
  const words = [...layer];
  for (let size = 1; size <= length; size += 1) {
    layer = layer.flatMap((word) => [...letters].map((letter) => word + letter));
    words.push(...layer);
  }
  return words;
}

function patterns(
  leaves: readonly string[],
  repetitions: readonly string[] = "*|?|+|*?|{2}|{0}|{0,2}|{1,}|{,2}".split("|"),
): fc.Arbitrary<string> {
  return fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constantFrom(...leaves),
      fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => left + right),
      fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(?:${left}|${right})`),
      fc.tuple(tie("pattern"), fc.constantFrom(...repetitions)).map(([item, repetition]) => `(${item})${repetition}`),
    ),
  })).pattern;
}
