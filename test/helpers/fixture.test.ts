import { describe, expect, test } from "vitest";
import { type Fixture, parseFixture } from "./fixture";

describe("files", () => {
  test("a text without a header is one file", () => {
    expect(parseFixture("kind: Service\n")).toEqual({ files: [{ path: "test.yaml", text: "kind: Service\n" }], expected: [] });
  });

  test("headers separate files and document separators stay", () => {
    const { files } = parseFixture("#### a/one.yaml\na: 1\n---\nb: 2\n#### two.yaml\n# a comment\nc: 3\n");
    expect(files).toEqual([
      { path: "a/one.yaml", text: "a: 1\n---\nb: 2\n" },
      { path: "two.yaml", text: "# a comment\nc: 3\n" },
    ]);
  });

  test("a shared indentation and the first empty line are removed, blank lines stay", () => {
    const { files } = parseFixture(`
      #### one.yaml
      a:
        b: 1

      c: 2
    `);
    expect(files).toEqual([{ path: "one.yaml", text: "a:\n  b: 1\n\nc: 2\n" }]);
  });

  test("an empty text is an empty file", () => {
    expect(parseFixture("").files).toEqual([{ path: "test.yaml", text: "" }]);
  });
});

describe("marks", () => {
  test("carets mark the range above them, with their note", () => {
    const fixture = parseFixture("a:\n  subset: v2\n#         ^^ subset-not-found: defines v1\nb: 1\n");
    expect(fixture.files[0]?.text).toBe("a:\n  subset: v2\nb: 1\n");
    expect(marked(fixture)).toEqual([["test.yaml", "v2", "subset-not-found: defines v1"]]);
  });

  test("several marks under one line all mean that line", () => {
    const fixture = parseFixture("hosts: [one, two]\n#       ^^^ first\n#            ^^^ second\n");
    expect(marked(fixture)).toEqual([
      ["test.yaml", "one", "first"],
      ["test.yaml", "two", "second"],
    ]);
  });

  test("a mark may be indented, and needs no note", () => {
    expect(marked(parseFixture("    port: 31401\n    #     ^^^^^\n"))).toEqual([["test.yaml", "31401", ""]]);
  });

  test("an arrow marks from the first column", () => {
    expect(marked(parseFixture("kind: Gatewai\n#<--- schema-enum\nx: 1\n#< one column\n"))).toEqual([
      ["test.yaml", "kind", "schema-enum"],
      ["test.yaml", "x", "one column"],
    ]);
  });

  test("offsets count from the start of the file that holds the mark", () => {
    const fixture = parseFixture("#### one.yaml\na: 1\n#  ^ one\n#### two.yaml\nbb: 22\n#   ^^ two\n");
    expect(fixture.expected.map(({ path, span }) => [path, span])).toEqual([
      ["one.yaml", { start: 3, end: 4 }],
      ["two.yaml", { start: 4, end: 6 }],
    ]);
  });

  test("ordinary comments stay", () => {
    const text = "# why ^ this\na: 1 # ^^ not a mark\n";
    expect(parseFixture(text)).toEqual({ files: [{ path: "test.yaml", text }], expected: [] });
  });
});

describe("cursor", () => {
  test("is removed and recorded", () => {
    const { files, cursor } = parseFixture("#### one.yaml\na: 1\n#### two.yaml\nb:\n  sub$0set: v1\n");
    expect(files[1]?.text).toBe("b:\n  subset: v1\n");
    expect(cursor).toEqual({ path: "two.yaml", offset: 8 });
  });

  test("carets stand under the line as written", () => {
    const before = parseFixture("$0subset: v1\n#         ^^ v1\n");
    const inside = parseFixture("subset: v$0-1\n#       ^^^^^ v-1\n");
    const behind = parseFixture("subset: v1$0\n#       ^^ v1\n");
    expect(marked(before)).toEqual([["test.yaml", "v1", "v1"]]);
    expect(marked(inside)).toEqual([["test.yaml", "v-1", "v-1"]]);
    expect(marked(behind)).toEqual([["test.yaml", "v1", "v1"]]);
  });

  test("is absent where none is written", () => {
    expect(parseFixture("a: 1\n")).not.toHaveProperty("cursor");
  });
});

describe("a fixture that cannot be meant", () => {
  test.each([
    ["a mark above all text", "#  ^ x\na: 1\n", "no line above"],
    ["a mark below a header", "a: 1\n#### b.yaml\n#  ^ x\n", "no line above"],
    ["a mark behind the end of the line", "a: 1\n#  ^^^ too-long\n", "too-long"],
    ["two files of one name", "#### a.yaml\na: 1\n#### a.yaml\n", "two files"],
    ["a header without a path", "####\na: 1\n", "without a path"],
    ["two cursors in one line", "a: $0 $0\n", "second"],
    ["two cursors in one file", "a: $0\nb: $0\n", "second"],
    ["two cursors in two files", "#### a.yaml\na: $0\n#### b.yaml\nb: $0\n", "second"],
  ])("%s", (_, text, message) => {
    expect(() => parseFixture(text)).toThrow(message);
  });
});

function marked({ files, expected }: Fixture): readonly (readonly [string, string | undefined, string])[] {
  return expected.map(({ path, span, note }) => [path, files.find((file) => file.path === path)?.text.slice(span.start, span.end), note]);
}
