import { describe, expect, it } from "vitest";
import { type EntryParts, exact, type MatchRule, matchEntry, PRESENT, prefix, regex } from "./condition";
import { MatchAlgebra } from "./matchAlgebra";

const rule = (...entries: readonly EntryParts[]): MatchRule => ({ entries: entries.map(matchEntry) });
const ANYTHING = rule();

describe("coveredBy", () => {
  const covered = (later: MatchRule, ...earlier: readonly MatchRule[]) => new MatchAlgebra().coveredBy(later, earlier);

  it.each<[string, MatchRule, readonly MatchRule[]]>([
    ["a rule without match hides everything", rule({ uri: exact("/a"), port: 80 }), [ANYTHING]],
    ["the prefix / is every path", ANYTHING, [rule({ uri: prefix("/") })]],
    ["the regex .* is every path", ANYTHING, [rule({ uri: regex(".*") })]],
    ["a prefix hides what it begins", rule({ uri: exact("/api/v1") }, { uri: prefix("/apis") }), [rule({ uri: prefix("/api") })]],
    ["ignoring case hides the exact case", rule({ uri: prefix("/Api/") }), [rule({ uri: prefix("/api", true) })]],
    ["a regex hides a narrower one", rule({ uri: regex("/users/[0-9]+/orders") }), [rule({ uri: regex("/users/\\w+(/.*)?") })]],
    ["several exact paths hide a regex", rule({ uri: regex("/v[12]") }), [rule({ uri: exact("/v1") }), rule({ uri: exact("/v2") })]],
    [
      "header there and header not there",
      rule({ uri: prefix("/a") }),
      [rule({ headers: [["x", PRESENT]] }), rule({ withoutHeaders: [["X", PRESENT]] })],
    ],
    ["value and any other or none", ANYTHING, [rule({ headers: [["x", exact("1")]] }), rule({ withoutHeaders: [["x", exact("1")]] })]],
    ["both schemes", ANYTHING, [rule({ scheme: exact("http") }, { scheme: exact("https") })]],
    [
      "a chessboard of two headers",
      ANYTHING,
      [
        rule({
          headers: [
            ["x", PRESENT],
            ["y", PRESENT],
          ],
        }),
        rule({ headers: [["x", PRESENT]], withoutHeaders: [["y", PRESENT]] }),
        rule({ withoutHeaders: [["x", PRESENT]] }),
      ],
    ],
    ["more conditions on the same things", rule({ uri: prefix("/a"), method: exact("GET") }), [rule({ uri: prefix("/a") })]],
    [
      "more labels",
      rule({
        sourceLabels: new Map([
          ["a", "1"],
          ["b", "2"],
        ]),
      }),
      [rule({ sourceLabels: new Map([["b", "2"]]) })],
    ],
    ["fewer gateways", rule({ gateways: ["mesh"] }), [rule({ gateways: ["a/b", "mesh"] })]],
    ["gateways leave the source aside", rule({ gateways: ["mesh"] }), [rule({ gateways: ["mesh"], sourceNamespace: "a" })]],
    ["host is the authority", rule({ authority: exact("a.b") }), [rule({ headers: [["host", prefix("a.")]] })]],
    ["host and authority contradict each other", rule({ authority: exact("a.b"), headers: [["host", exact("c.d")]] }), []],
    ["the same condition, though it is not modelled", rule({ uri: regex("/\\bx.*"), port: 1 }), [rule({ uri: regex("/\\bx.*") })]],
    [
      "contradictory conditions match nothing",
      rule({
        headers: [
          ["x", prefix("a")],
          ["X", prefix("b")],
        ],
      }),
      [],
    ],
    ["a path without slash matches nothing", rule({ uri: exact("api") }), []],
    ["a path with query matches nothing", rule({ uri: exact("/a?b=c") }), []],
  ])("proves: %s", (_, later, earlier) => {
    expect(covered(later, ...earlier)).toBe("yes");
  });

  it.each<[string, MatchRule, readonly MatchRule[]]>([
    ["nothing before", ANYTHING, []],
    ["a longer path", rule({ uri: prefix("/api") }), [rule({ uri: prefix("/api/") }), rule({ uri: exact("/api") })]],
    ["another case", rule({ uri: prefix("/api", true) }), [rule({ uri: prefix("/api") })]],
    ["a gap between two", rule({ uri: regex("/v[123]") }), [rule({ uri: exact("/v1") }), rule({ uri: exact("/v3") })]],
    ["a missing header", ANYTHING, [rule({ headers: [["x", regex(".*")]] })]],
    ["an empty header", ANYTHING, [rule({ withoutHeaders: [["x", exact("")]] }), rule({ headers: [["x", regex(".+")]] })]],
    ["another port", ANYTHING, [rule({ port: 80 }, { port: 8080 })]],
    ["another gateway", ANYTHING, [rule({ gateways: ["mesh"] })]],
    ["another namespace", rule({ sourceLabels: new Map([["a", "1"]]) }), [rule({ sourceNamespace: "default" })]],
    ["a source where gateways do not look", rule({ gateways: ["mesh"], sourceNamespace: "a" }), [rule({ sourceNamespace: "a" })]],
    [
      "one field of a chessboard",
      ANYTHING,
      [
        rule({
          headers: [
            ["x", PRESENT],
            ["y", PRESENT],
          ],
        }),
        rule({
          withoutHeaders: [
            ["x", PRESENT],
            ["y", PRESENT],
          ],
        }),
      ],
    ],
    [
      "another host than the authority",
      rule({ authority: prefix("a") }),
      [rule({ authority: prefix("a"), withoutHeaders: [["host", exact("a.b")]] })],
    ],
    ["what RE2 can show though it is not modelled", rule({ uri: prefix("/a") }), [rule({ uri: regex("/b\\b.*") })]],
  ])("refutes: %s", (_, later, earlier) => {
    expect(covered(later, ...earlier)).toBe("no");
  });

  it("knows gateways and ports from its caller", () => {
    const algebra = new MatchAlgebra({ known: { gateways: ["mesh", "a/b"], ports: [80, 443] } });
    expect(algebra.coveredBy(ANYTHING, [rule({ gateways: ["mesh"] }), rule({ gateways: ["a/b"] })])).toBe("yes");
    expect(algebra.coveredBy(ANYTHING, [rule({ port: 80 }), rule({ port: 443 })])).toBe("yes");
    expect(algebra.coveredBy(ANYTHING, [rule({ port: 80 }), rule({ gateways: ["mesh"] })])).toBe("no");
    expect(algebra.coveredBy(rule({ port: 8080 }), [])).toBe("yes");
  });

  it.each<[string, MatchRule, readonly MatchRule[]]>([
    ["an invalid regex", rule({ uri: regex("/(") }), []],
    ["a regex that is not modelled", rule({ uri: regex("/a\\b.*") }), [rule({ uri: prefix("/a/") })]],
    ["a claim", ANYTHING, [rule({ headers: [["@request.auth.claims.group", exact("a")]] })]],
    ["the path with query as a header", rule({ uri: prefix("/a") }), [rule({ headers: [[":path", prefix("/a")]] })]],
  ])("does not know: %s", (_, later, earlier) => {
    expect(covered(later, ...earlier)).toBe("unknown");
  });
});

describe("covers and overlap", () => {
  const algebra = new MatchAlgebra();
  const narrow = rule({ uri: prefix("/a/b"), method: exact("GET") });
  const wide = rule({ uri: prefix("/a") });

  it("covers in one direction", () => {
    expect([algebra.covers(wide, narrow), algebra.covers(narrow, wide)]).toEqual(["yes", "no"]);
  });

  it.each<[string, MatchRule, MatchRule, string]>([
    ["the wide and the narrow", wide, narrow, "yes"],
    ["two regexes", rule({ uri: regex("/a.*") }), rule({ uri: regex(".*b") }), "yes"],
    ["different things", rule({ headers: [["x", exact("1")]] }), rule({ queryParams: [["x", exact("2")]] }), "yes"],
    ["regexes without a common path", rule({ uri: regex("/(aa)*") }), rule({ uri: regex("/a(aa)*") }), "no"],
    ["other ports", rule({ port: 80 }), rule({ port: 81 }), "no"],
    ["other labels", rule({ sourceLabels: new Map([["a", "1"]]) }), rule({ sourceLabels: new Map([["a", "2"]]) }), "no"],
    ["header there and not there", rule({ headers: [["x", PRESENT]] }), rule({ withoutHeaders: [["x", PRESENT]] }), "no"],
    ["one of several entries", rule({ port: 80 }, { port: 81 }), rule({ port: 82 }, { port: 81 }), "yes"],
    ["a rule that matches nothing", rule({ uri: exact("") }), ANYTHING, "no"],
    ["an invalid regex and another port", rule({ uri: regex("/("), port: 80 }), rule({ port: 81 }), "no"],
    ["an invalid regex", rule({ uri: regex("/(") }), ANYTHING, "unknown"],
  ])("overlap: %s", (_, a, b, answer) => {
    expect([algebra.overlap(a, b), algebra.overlap(b, a)]).toEqual([answer, answer]);
  });
});

describe("exampleFor", () => {
  it("gives a request as one would write it", () => {
    const later = rule({
      uri: prefix("/api"),
      headers: [["X-User", PRESENT]],
      queryParams: [["page", regex("\\d+")]],
      sourceLabels: new Map([["app", "web"]]),
    });
    const earlier = [
      rule({ uri: exact("/api") }),
      rule({ method: exact("GET") }),
      rule({ headers: [["x-user", exact("1")]] }),
      rule({ port: 80 }),
    ];
    expect(new MatchAlgebra().exampleFor(later, earlier)).toEqual({
      kind: "example",
      request: {
        path: "/apia",
        query: new Map([["page", "1"]]),
        method: "POST",
        scheme: "http",
        authority: "example.com",
        headers: new Map([["x-user", "a"]]),
        port: 8080,
        gateway: "mesh",
        sourceNamespace: "default",
        sourceLabels: new Map([["app", "web"]]),
      },
    });
  });

  it("says none where the rule is covered", () => {
    expect(new MatchAlgebra().exampleFor(rule({ uri: exact("/a") }), [ANYTHING])).toEqual({ kind: "none" });
  });
});

describe("hostile rules", () => {
  const HOSTILE = [
    "(a*)*b",
    "((a|b)*c){50}",
    "(a|b)*a(a|b){30}",
    ".*a.{900}",
    "((a{0,10}){0,10}){0,10}",
    "(a*){1000}",
    "((a*){30}){30}",
    "(|a|ab|abc){500}",
    "(x{1000}){1000}",
  ];

  it.each(HOSTILE)("answers about %s, and never wrongly", (pattern) => {
    const hostile = rule({ headers: [["x", regex(pattern)]] });
    const algebra = new MatchAlgebra();
    expect(["no", "unknown"]).toContain(algebra.covers(hostile, rule({ headers: [["x", regex("[a-c]*")]] })));
    expect(["no", "unknown"]).toContain(algebra.covers(rule({ headers: [["x", regex(".*a.{901}c")]] }), hostile));
    expect(algebra.covers(hostile, hostile)).toBe("yes");
  });

  it("gives up on many conditions that do not exclude one another", () => {
    const headers = Array.from({ length: 40 }, (_, index) =>
      rule({ uri: regex(`/.*${index}x.*`), headers: [[`x-${index % 7}`, regex(`.*${index}.*`)]] }),
    );
    expect(new MatchAlgebra().coveredBy(rule({ uri: regex("/.*x.*"), headers: [["x-1", regex(".{3,40}")]] }), headers)).not.toBe("yes");
    expect(new MatchAlgebra({ steps: 10 }).coveredBy(rule({ uri: prefix("/a") }), [rule({ uri: prefix("/") })])).toBe("unknown");
  });
});
