import { describe, expect, it } from "vitest";
import { splitDocuments } from "./split";

function split(text: string): string[] {
  return splitDocuments(text).map(({ start, end }) => text.slice(start, end));
}

describe("splitDocuments", () => {
  it.each<[string, string[]]>([
    ["", [""]],
    ["a: 1\n", ["a: 1\n"]],
    ["a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"]],
    ["---\na: 1\n---\nb: 2", ["---\na: 1\n", "---\nb: 2"]],
    ["---\n---\n---\n", ["---\n", "---\n", "---\n"]],
    ["a: 1\n--- b: 2\n", ["a: 1\n", "--- b: 2\n"]],
    ["a: 1\n---\tb\n", ["a: 1\n", "---\tb\n"]],
    ["a: 1\n---", ["a: 1\n", "---"]],
    ["a: 1\n---b: 2\n", ["a: 1\n---b: 2\n"]],
    ["a: 1\n ---\n", ["a: 1\n ---\n"]],
    ["a: 1\n...\nb: 2\n", ["a: 1\n...\n", "b: 2\n"]],
    ["a: 1\n...\n---\nb: 2\n", ["a: 1\n...\n", "---\nb: 2\n"]],
    ["a: 1\n...", ["a: 1\n..."]],
    ["...\n...\n", ["...\n", "...\n"]],
    ["a: |\n---\nb\n", ["a: |\n", "---\nb\n"]],
    ["# about\n---\na: 1\n", ["# about\n", "---\na: 1\n"]],
    ["%YAML 1.2\n---\na: 1\n", ["%YAML 1.2\n---\na: 1\n"]],
    ["# about\n%YAML 1.2\n\n---\na: 1\n---\nb: 2\n", ["# about\n%YAML 1.2\n\n---\na: 1\n", "---\nb: 2\n"]],
    ["a: 1\n...\n%YAML 1.2\n---\nb: 2\n", ["a: 1\n...\n", "%YAML 1.2\n---\nb: 2\n"]],
    ["a: 1\r\n---\r\nb: 2\r\n", ["a: 1\r\n", "---\r\nb: 2\r\n"]],
    ["\uFEFF---\na: 1\n", ["\uFEFF---\na: 1\n"]],
    ["\uFEFFa: 1\n---\nb: 2\n", ["\uFEFFa: 1\n", "---\nb: 2\n"]],
    ["\uFEFF...\na: 1\n", ["\uFEFF...\n", "a: 1\n"]],
    ["\n\n---\na: 1\n", ["\n\n", "---\na: 1\n"]],
  ])("splits %j", (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it("tiles any text", () => {
    const text = "%x\n---\n---\n...\n---\na\n... b\n----\n---\n--- c";
    const slices = splitDocuments(text);
    expect(slices.at(0)?.start).toBe(0);
    expect(slices.at(-1)?.end).toBe(text.length);
    slices.slice(1).forEach((slice, at) => {
      expect(slice.start).toBe(slices[at]?.end);
    });
  });
});
