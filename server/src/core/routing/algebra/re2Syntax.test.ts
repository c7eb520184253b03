import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { parseRe2 } from "./re2Syntax";

describe("parseRe2", () => {
  it.each([
    ["a)", "unexpected )", 1],
    ["(a", "missing closing )", 0],
    ["x(a(b)", "missing closing )", 1],
    ["/v[0-9", "missing closing ]", 2],
    ["[]", "missing closing ]", 0],
    ["*", "missing argument to repetition operator: *", 0],
    ["a|+?b", "missing argument to repetition operator: +?", 2],
    ["a**", "repetition of a repetition: *", 2],
    ["a{2}{3}", "repetition of a repetition: {3}", 4],
    ["a{1001}", "invalid repeat count: {1001}", 1],
    ["a{3,2}", "invalid repeat count: {3,2}", 1],
    ["(a{100}){11}", "nested repeat counts multiply to more than 1000", 8],
    ["[b-a]", "character range is out of order: b-a", 1],
    ["[[:letter:]]", "unknown character class: [:letter:]", 1],
    ["a\\", "trailing backslash", 1],
    ["\\y", "invalid escape sequence: \\y", 0],
    ["\\x{110000}", "invalid escape sequence: \\x", 0],
    ["(\\w)\\1", "invalid escape sequence: \\1", 4],
    ["a(?=b)", "RE2 has no (?= (lookaround, conditions and other Perl groups)", 1],
    ["(?<!a)b", "invalid named group (RE2 has no lookaround)", 0],
    ["(?P<n>a)(?P<n>b)", "two groups are named n", 8],
  ])("rejects %s", (pattern, message, offset) => {
    expect(parseRe2(pattern)).toEqual({ kind: "invalid", message, offset });
  });

  it.each([
    ["/a\\bc", "word boundary", 2],
    ["a\\pLb", "Unicode class", 1],
    ["[a\\p{Greek}]", "Unicode class", 2],
    ["(?i)é", "case-insensitive character outside ASCII", 4],
  ])("does not model %s", (pattern, construct, offset) => {
    expect(parseRe2(pattern)).toMatchObject({ kind: "unsupported", construct, offset });
  });

  it("reports an error behind a construct that it does not model", () => {
    expect(parseRe2("\\b(")).toEqual({ kind: "invalid", message: "missing closing )", offset: 2 });
  });

  it("gives up on groups nested beyond reason", () => {
    expect(parseRe2(`${"(".repeat(100_000)}`).kind).toBe("unsupported");
    expect(parseRe2(`${"(".repeat(200)}a${")".repeat(200)}`).kind).toBe("regex");
  });

  it("counts what repetitions amount to", () => {
    expect(parseRe2("(ab{10}){20}")).toMatchObject({ size: 1 + 20 * (1 + 1 + (1 + 10)) });
  });

  it("tells valid from invalid patterns as RE2 does", { timeout: 60_000 }, () => {
    const token = fc.constantFrom(
      ..."a|b|^|$|.|(|)|(?:|(?i)|(?-s:|(?i|(?P<x>|(?<y>|)|[|]|[^|-|a-c|[:alpha:]|[:^word:]|[:foo:]|*|+|?|*?|{2}|{2,}|{,3}|{1,2}|{3,1}|{40}|{|}|,|\\d|\\W|\\Q|\\E|\\A|\\z|\\b|\\x41|\\x{e9}|\\x{|\\07|\\8|\\1|\\12|\\.|\\_|\\y|\\n|é|\\|0".split(
        "|",
      ),
      "|",
    );
    const accepted = { yes: 0, no: 0 };
    fc.assert(
      fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
        const pattern = tokens.join("");
        const valid = compiles(pattern);
        accepted[valid ? "yes" : "no"] += 1;
        expect(parseRe2(pattern).kind !== "invalid", pattern).toBe(valid);
      }),
      { seed: 41, numRuns: 20_000 },
    );
    expect(Math.min(accepted.yes, accepted.no)).toBeGreaterThan(4_000);
  });
});

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}
