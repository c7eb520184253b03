import { describe, expect, it } from "vitest";
import { foldLines, unescapeDouble } from "./quoted";

describe("unescapeDouble", () => {
  it.each([
    ["plain", "plain"],
    ["a\\nb\\tc", "a\nb\tc"],
    ["\\x41\\u00e9\\U0001F600", "Aé😀"],
    ["\\\\n", "\\n"],
    ['\\"\\/\\ ', '"/ '],
    ["\\0\\a\\b\\v\\f\\r\\e\\N\\_\\L\\P", "\0\x07\b\v\f\r\x1b\x85\xa0\u2028\u2029"],
  ])("resolves %j", (raw, text) => {
    expect(unescapeDouble(raw)).toEqual({ text, bad: undefined });
  });

  it.each([
    ["a\\d+", "a\\d+", "\\d"],
    ["\\x4", "\\x4", "\\x"],
    ["\\u12g4\\n", "\\u12g4\n", "\\u"],
    ["\\U00110000", "\\U00110000", "\\U"],
    ["end\\", "end\\", "\\"],
  ])("keeps what it does not know in %j and names it", (raw, text, bad) => {
    expect(unescapeDouble(raw)).toEqual({ text, bad });
  });
});

describe("foldLines", () => {
  it.each([
    ["a b", "a b"],
    ["a  \n  b", "a b"],
    ["a\r\n  b\r\n", "a b "],
    ["a\n\n\n  b", "a\n\nb"],
    [" \n a", " a"],
  ])("folds %j", (raw, text) => {
    expect(foldLines(raw)).toBe(text);
  });

  it("joins lines at a trailing backslash in double quotes only", () => {
    expect(foldLines("a\\\n  b", true)).toBe("ab");
    expect(foldLines("a\\\\\n  b", true)).toBe("a\\\\ b");
    expect(foldLines("a\\\n  b")).toBe("a\\ b");
  });
});
