import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateWidth, wrapText } from "./text";

/** Ten pixels for each character. */
const measure = (text: string): number => text.length * 10;
const wrap = (text: string, width: number, maxLines = 9): readonly string[] => wrapText(text, width, maxLines, "body", measure).lines;

describe("wrapText", () => {
  test("keeps a text that fits on one line", () => {
    expect(wrapText("website", 70, 2, "body", measure)).toEqual({ lines: ["website"], width: 70, cut: false });
  });

  test("breaks after spaces, which do not count at the end of a line", () => {
    expect(wrap("header qa is canary", 90)).toEqual(["header qa", "is canary"]);
  });

  test("breaks names after their punctuation", () => {
    expect(wrap("version=website-version-2", 100)).toEqual(["version=", "website-", "version-2"]);
    expect(wrap("shop.example.com", 130)).toEqual(["shop.example.", "com"]);
  });

  test("does not tear a slash off the word that it starts", () => {
    expect(wrap("path is /api", 100)).toEqual(["path is", "/api"]);
  });

  test("breaks inside a word only where the word alone is too long", () => {
    expect(wrap("a abcdefgh", 40)).toEqual(["a", "abcd", "efgh"]);
  });

  test("ends in an ellipsis where lines are left out", () => {
    expect(wrapText("one two three", 50, 2, "body", measure)).toEqual({ lines: ["one", "two…"], width: 40, cut: true });
  });

  test("an empty text is one empty line, and no width is too small", () => {
    expect(wrap("", 50)).toEqual([""]);
    expect(wrap("ab", 0)).toEqual(["a", "b"]);
    expect(wrap("ab", -5)).toEqual(["a", "b"]);
  });

  test("no line is wider than it may be, and nothing but spaces is lost", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 10, max: 300 }), (text, width) => {
        const lines = wrap(text, width, 1_000);
        expect(lines.filter((line) => measure(line) > width && [...line].length > 1)).toEqual([]);
        expect(lines.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
      }),
    );
  });
});

test("an estimate grows with the text and with the font", () => {
  expect(estimateWidth("website", "name")).toBeGreaterThan(estimateWidth("websit", "name"));
  expect(estimateWidth("website", "title")).toBeGreaterThan(estimateWidth("website", "small"));
});
