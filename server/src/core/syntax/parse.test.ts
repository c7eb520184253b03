import { describe, expect, it } from "vitest";
import { entryOf, type Node, nodeAt, type SyntaxTree } from "./node";
import { parseDocument, parseWithLibrary } from "./parse";
import { toPlain } from "./plain";

function plain(node: Node | undefined): unknown {
  return node === undefined ? undefined : toPlain(node);
}

function problems(text: string, tree: SyntaxTree): string[] {
  return tree.problems.map(({ code, span }) => `${code} ${JSON.stringify(text.slice(span.start, span.end))}`);
}

function spanned(text: string, path: (string | number)[]): string {
  const node = nodeAt(parseDocument(text).root, path);
  return node === undefined ? "(nothing)" : text.slice(node.span.start, node.span.end);
}

function keySpan(text: string, path: (string | number)[], name: string): string {
  const span = entryOf(nodeAt(parseDocument(text).root, path), name)?.key.span;
  return span === undefined ? "(nothing)" : text.slice(span.start, span.end);
}

describe("values", () => {
  it.each<[string, unknown]>([
    ["", undefined],
    ["# only a comment\n", undefined],
    ["---\n", undefined],
    ["---\n...\n", undefined],
    ["text", "text"],
    ["~", null],
    ["--- text\n", "text"],
    ["%YAML 1.2\n---\na: 1\n", { a: 1 }],
    ["\uFEFFa: 1\n", { a: 1 }],
    ["a: 1\r\nb:\r\n  - c\r\n", { a: 1, b: ["c"] }],
    ["a:\n- b\n- c\nd: 1\n", { a: ["b", "c"], d: 1 }],
    ["a:\n  - b: 1\n    c: 2\n  - - d\n    - e\n", { a: [{ b: 1, c: 2 }, ["d", "e"]] }],
    ["a:\n  -\n    b: 1\n  -\n", { a: [{ b: 1 }, null] }],
    ["a: yes\nb: 'yes'\nc: 0x10\nd: \"0x10\"\ne: ~\nf:\n", { a: true, b: "yes", c: 16, d: "0x10", e: null, f: null }],
    ["a: 'it''s'\nb: \"x\\n\\u0041\\x42\\/\\e\"\n", { a: "it's", b: "x\nAB/\u001b" }],
    ["a: |\n  x\n   y\n\n  z\n\nb: 1\n", { a: "x\n y\n\nz\n", b: 1 }],
    ["a: |-\n  x\nb: |+\n  y\n\nc: 1\n", { a: "x", b: "y\n\n", c: 1 }],
    ["a: |\n  x", { a: "x" }],
    ["a: >+\n  x\n  y", { a: "x y" }],
    ["a: >\n  x\n  y\n\n  z\n   more\n  w\n", { a: "x y\nz\n more\nw\n" }],
    ["a: |2\n   x\n  y\n", { a: " x\ny\n" }],
    ["a: x\n  y\n\n  z\nb: 1\n", { a: "x y\nz", b: 1 }],
    ["a: 'x\n  y'\n", { a: "x y" }],
    ["a: [b, {c: d, e: }, [f], 'g,', h: i]\n", { a: ["b", { c: "d", e: null }, ["f"], "g,", { h: "i" }] }],
    ['a: {b: [1, 2], c, "d":e}\n', { a: { b: [1, 2], c: null, d: "e" } }],
    ["a: [1.2.3.4, 2001:db8::]\nb: {c:, d: e, f:}\n", { a: ["1.2.3.4", "2001:db8::"], b: { "c:": null, d: "e", "f:": null } }],
    ["a: [\n  b,\n  c\n]\n", { a: ["b", "c"] }],
    ["a: b#c\nd: e #f\ng: h:i\n", { a: "b#c", d: "e", g: "h:i" }],
    ["? a\n: b\n? c\n", { a: "b", c: null }],
    ['a: !!str 12\nb: !!int "12"\nc: !mine 12\nd: ! yes\ne: !!str\n', { a: "12", b: 12, c: "12", d: "yes", e: "" }],
    ["a: 1\n\"b c\": 2\n'd': 3\n4: 5\n", { a: 1, "b c": 2, d: 3, "4": 5 }],
    ['{"a": {"b": [1, "c", null, true]}}', { a: { b: [1, "c", null, true] } }],
  ])("reads %j", (text, expected) => {
    for (const tree of [parseDocument(text), parseWithLibrary(text)]) {
      expect(plain(tree.root)).toEqual(expected);
      expect(tree.problems).toEqual([]);
    }
  });
});

describe("spans", () => {
  const text = "a:\n  - b: 'x y' # note\n    c:\n    d: |\n      line\n\n  - [e,  f]\n  -\ng: one\n  two\nh: {i: }\n";
  it.each<[(string | number)[], string]>([
    [[], text.trimEnd()],
    [["a"], "- b: 'x y' # note\n    c:\n    d: |\n      line\n\n  - [e,  f]\n  -"],
    [["a", 0], "b: 'x y' # note\n    c:\n    d: |\n      line"],
    [["a", 0, "b"], "'x y'"],
    [["a", 0, "d"], "|\n      line"],
    [["a", 1], "[e,  f]"],
    [["a", 1, 1], "f"],
    [["g"], "one\n  two"],
    [["h"], "{i: }"],
  ])("covers the source of %j", (path, expected) => {
    expect(spanned(text, path)).toBe(expected);
  });

  it.each<[string, (string | number)[], number]>([
    ["a:\nb: 1\n", ["a"], 2],
    ["a:   # note\n\nb: 1\n", ["a"], 2],
    ["a:\n  -   \n  - b\n", ["a", 0], 6],
    ["a: {b: , c}", ["a", "b"], 6],
    ["a: {b: , c}", ["a", "c"], 10],
    ["a:", ["a"], 2],
  ])("puts the absent value in %j at %j right behind its key or dash", (text, path, at) => {
    const node = nodeAt(parseDocument(text).root, path);
    expect(node).toEqual({ kind: "scalar", span: { start: at, end: at }, value: null, source: "", style: "plain" });
  });

  it("covers keys with their quotes", () => {
    expect(keySpan('x:\n  "a b": 1\n', ["x"], "a b")).toBe('"a b"');
  });

  it("records how a scalar is written", () => {
    const root = parseDocument("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >-\n  x\n").root;
    const styles = "abcde".split("").map((name) => {
      const value = entryOf(root, name)?.value;
      return value?.kind === "scalar" ? [value.style, value.source] : [];
    });
    expect(styles).toEqual([
      ["plain", "x"],
      ["single", "x"],
      ["double", "x"],
      ["literal", "x\n"],
      ["folded", "x"],
    ]);
  });
});

describe("duplicate keys", () => {
  it("reports the later ones, keeps all, and the last wins", () => {
    const text = "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n'a': 4\n";
    const tree = parseDocument(text);
    expect(problems(text, tree)).toEqual(['yaml-duplicate-key "c"', 'yaml-duplicate-key "a"', "yaml-duplicate-key \"'a'\""]);
    expect(tree.root?.kind === "map" && tree.root.entries.map(({ name }) => name)).toEqual(["a", "b", "a", "a"]);
    expect(plain(tree.root)).toEqual({ a: 4, b: { c: 2 } });
  });

  it("reports them in a large mapping too", () => {
    const text = `${Array.from({ length: 20 }, (_, at) => `k${at}: ${at}\n`).join("")}k3: again\n`;
    expect(problems(text, parseDocument(text))).toEqual(['yaml-duplicate-key "k3"']);
  });
});

describe("anchors, aliases and merge keys", () => {
  it("shares the node that an alias stands for", () => {
    const text = "a: &x\n  b: 1\nc: *x\nd: [*x]\n";
    const { root, problems } = parseDocument(text);
    expect(problems).toEqual([]);
    expect(nodeAt(root, ["c"])).toBe(nodeAt(root, ["a"]));
    expect(nodeAt(root, ["d", 0])).toBe(nodeAt(root, ["a"]));
    expect(root?.span).toEqual({ start: 0, end: text.length - 1 });
  });

  it.each<[string, unknown]>([
    ["b: &b {a: 1, c: 2}\nx:\n  <<: *b\n  a: 9\n", { a: 9, c: 2 }],
    ["b: &b {a: 1, c: 2}\nx:\n  a: 9\n  <<: *b\n", { a: 1, c: 2 }],
    ["b: &b {a: 1, c: 2}\nd: &d {a: 3, e: 4}\nx:\n  <<: [*b, *d]\n", { a: 1, c: 2, e: 4 }],
    ["x:\n  <<: {a: 1}\n  b: 2\n", { a: 1, b: 2 }],
    ["x:\n  '<<': 1\n", { "<<": 1 }],
  ])("expands merge keys in %j as kubectl does", (text, expected) => {
    const tree = parseDocument(text);
    expect(plain(nodeAt(tree.root, ["x"]))).toEqual(expected);
    expect(tree.problems).toEqual([]);
  });

  it("marks merged entries", () => {
    const { root } = parseDocument("b: &b {a: 1}\nx:\n  <<: *b\n  c: 2\n");
    const x = nodeAt(root, ["x"]);
    expect(x?.kind === "map" && x.entries.map(({ name, merged }) => [name, merged])).toEqual([
      ["a", true],
      ["c", false],
    ]);
  });

  it.each([
    ["a: *x\n", '"*x"'],
    ["a: &x [*x]\n", '"*x"'],
    ["a: &b [1]\nx:\n  <<: *b\n", '"<<"'],
  ])("reports what leads nowhere in %j", (text, where) => {
    expect(problems(text, parseDocument(text))).toEqual([`yaml-syntax ${where}`]);
  });

  it("stops aliases that multiply", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let at = 1; at < 12; at++)
      lines.push(
        `a${at}: &a${at} [${Array(10)
          .fill(`*a${at - 1}`)
          .join(", ")}]`,
      );
    const text = lines.join("\n");
    const tree = parseDocument(text);
    expect(tree.problems.map(({ code }) => code)).toEqual(["yaml-alias-limit"]);
    expect(countExpanded(tree.root, 1_000_000)).toBeLessThan(250_000);
  });

  it("stops merge keys that multiply", () => {
    const lines = [`a0: &a0 {${Array.from({ length: 20 }, (_, at) => `k${at}: 1`).join(", ")}}`];
    for (let at = 1; at < 12; at++)
      lines.push(
        `a${at}: &a${at}\n  <<: [${Array(10)
          .fill(`*a${at - 1}`)
          .join(", ")}]`,
      );
    const tree = parseDocument(lines.join("\n"));
    expect(tree.problems.map(({ code }) => code)).toEqual(["yaml-alias-limit"]);
  });
});

describe("what kubectl refuses though it is YAML", () => {
  it.each(["a: {b: /x?}\n", "a: &x\n  {b: /x?}\n", "a: [\n  x?y\n]\n"])("reports a question mark between brackets in %j", (text) => {
    expect(problems(text, parseDocument(text))).toEqual(['yaml-syntax "?"']);
  });

  it("takes one in quotes or outside of brackets", () => {
    expect(parseDocument('a: /x?\nb: {c: "/x?"}\n').problems).toEqual([]);
  });
});

describe("hostile input", () => {
  it.each<[string, string]>([
    ["brackets", "[".repeat(100_000)],
    ["braces", "a: ".concat("{x: ".repeat(50_000))],
    ["closed brackets", "[".repeat(5_000) + "]".repeat(5_000)],
    ["dashes", "- ".repeat(20_000)],
    ["question marks", "? ".repeat(20_000)],
    ["colons", "a: ".repeat(20_000)],
    ["indentation", Array.from({ length: 400 }, (_, at) => `${" ".repeat(at)}k:`).join("\n")],
  ])("survives too many %s", (_, text) => {
    const tree = parseDocument(text);
    expect(tree.problems.length).toBeGreaterThan(0);
    expect(depth(tree.root)).toBeLessThanOrEqual(101);
  });

  it("reads 100 levels and drops what is deeper", () => {
    const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    expect(parseDocument(nested(100)).problems).toEqual([]);
    expect(parseDocument(nested(101)).problems.map(({ code }) => code)).toEqual(["yaml-too-deep"]);
  });

  it.each([
    "\0\u0001\u0002",
    "\u007fELF\u0002\u0001\0\0",
    "\ud800\udfff\ud800",
    "%%%",
    "@`|>&*!",
    "\t\t\t",
    ": : :",
    "- - -\n- : -",
    "\r\r\n\r",
  ])("returns a tree for %j", (text) => {
    expect(() => parseDocument(text)).not.toThrow();
  });
});

function countExpanded(node: Node | undefined, limit: number): number {
  let count = 0;
  const open = [node];
  for (let next = open.pop(); next !== undefined && count < limit; next = open.pop()) {
    count++;
    if (next.kind === "seq") open.push(...next.items);
    if (next.kind === "map") open.push(...next.entries.map((entry) => entry.value));
  }
  return count;
}

function depth(node: Node | undefined): number {
  if (node === undefined) return 0;
  if (node.kind === "scalar") return 1;
  const below = node.kind === "seq" ? node.items : node.entries.map((entry) => entry.value);
  return 1 + Math.max(0, ...below.map(depth));
}
