import { expect, it } from "vitest";
import { selectSafeFixes } from "./fixAll";
import type { FileFix } from "./results";

function fix(kind: FileFix["kind"], file: string, start: number, end: number, newText = "x"): FileFix {
  return { title: `${kind} ${file} ${start}`, kind, edits: [{ file, span: { start, end }, newText }] };
}

it("takes the first safe fix of each finding, and no suggestion", () => {
  const edits = selectSafeFixes([
    [fix("suggestion", "a", 0, 1)],
    [fix("suggestion", "a", 5, 6), fix("safe", "a", 5, 6, "y"), fix("safe", "a", 5, 6, "z")],
  ]);
  expect(edits).toEqual([{ file: "a", span: { start: 5, end: 6 }, newText: "y" }]);
});

it("leaves out a fix that overlaps or touches an earlier one in the same file, with all of its edits", () => {
  const both: FileFix = { title: "two", kind: "safe", edits: [...fix("safe", "b", 0, 1).edits, ...fix("safe", "a", 4, 8).edits] };
  const edits = selectSafeFixes([[fix("safe", "a", 2, 4)], [both], [fix("safe", "b", 2, 4)]]);
  expect(edits.map(({ file, span }) => [file, span.start])).toEqual([
    ["a", 2],
    ["b", 2],
  ]);
});
