import { expect, test } from "vitest";
import { parseDocument } from "./parse";
import { toPlain } from "./plain";

function read(text: string): unknown {
  const root = parseDocument(text).root;
  return root === undefined ? undefined : toPlain(root);
}

test("scalars, lists and mappings become plain values, the last of two equal keys counts", () => {
  expect(read('a: [1, "1", true, null]\nb: {c: x}\nb: last\n')).toEqual({ a: [1, "1", true, null], b: "last" });
});

test("a key named __proto__ is a key like any other", () => {
  const value = read("__proto__: {polluted: true}\na: 1\n") as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(["__proto__", "a"]);
  expect(value.polluted).toBeUndefined();
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
