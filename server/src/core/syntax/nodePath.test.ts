import { describe, expect, it } from "vitest";
import { nodePathAt } from "./nodePath";
import { parseDocument } from "./parse";

/** Reads a text with the cursor at `|`. */
function at(marked: string): string {
  const offset = marked.indexOf("|");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const place = nodePathAt(parseDocument(text).root, offset);
  if (place === undefined) return "nothing";
  const { path, node, entry, onKey } = place;
  return `${onKey ? "key" : node.kind} ${path.join(".")}${entry === undefined ? "" : ` of ${entry.name}`}`;
}

describe("nodePathAt", () => {
  it.each([
    ["ho|st: a\n", "key host of host"],
    ["host|: a\n", "key host of host"],
    ["host: |a\n", "scalar host of host"],
    ["host: a|\n", "scalar host of host"],
    ["host:|\nb: 1\n", "scalar host of host"],
    ["a:\n  b:\n    - c: 1\n      d|: 2\n", "key a.b.0.d of d"],
    ["a:\n  b:\n    - c: 1\n      d: |2\n", "scalar a.b.0.d of d"],
    ["a:\n  b:\n    - |\n    - x\n", "seq a.b of b"],
    ["a:\n  b:\n    - x|\n    - y\n", "scalar a.b.0"],
    ["a:\n  b: 1\n  |\n  c: 2\n", "map a of a"],
    ["a: [b, |c]\n", "scalar a.1"],
    ["a: [b,| c]\n", "seq a of a"],
    ["a: {b: c|, d: e}\n", "scalar a.b of b"],
    ["a: {b: c, |d: e}\n", "key a.d of d"],
    ["a: |'x y'\n", "scalar a of a"],
    ["a: >\n  some\n  te|xt\nb: 1\n", "scalar a of a"],
    ["# no|te\na: 1\n", "nothing"],
    ["a: 1\n\n|", "nothing"],
    ["|", "nothing"],
  ])("finds in %j", (marked, expected) => {
    expect(at(marked)).toBe(expected);
  });

  it("finds what aliases and merge keys share where it is written", () => {
    expect(at("a: &x\n  b: |1\nc: *x\nd:\n  <<: *x\n")).toBe("scalar a.b of b");
    expect(at("a: &x\n  b: 1\nc: *|x\nd:\n  <<: *x\n")).toBe("map ");
    expect(at("a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: |2\n")).toBe("scalar d.e of e");
  });
});
