import { describe, expect, test } from "vitest";
import { parseDocument } from "../syntax/parse";
import { applyEdits } from "../text/edit";
import type { Span } from "../text/span";
import type { TreeChange } from "./treeChange";
import { treeEdits } from "./treeEdits";

/** The place of a text that stands in `source` once. */
function place(source: string, text: string): Span {
  const start = source.indexOf(text);
  expect(source.indexOf(text, start + 1), `"${text}" stands once`).toBe(-1);
  return { start, end: start + text.length };
}

function change(source: string, make: (at: (text: string) => Span) => TreeChange): string | undefined {
  const edits = treeEdits(
    parseDocument(source).root,
    source,
    make((text) => place(source, text)),
  );
  return edits === undefined ? undefined : applyEdits(source, edits);
}

describe("append-item", () => {
  const subset = { name: "v2", labels: { version: "2" } };
  const append = (source: string, beside: string) => change(source, (at) => ({ action: "append-item", beside: at(beside), value: subset }));

  test.each([
    ["dashes below the key", "subsets:\n- name: v1 # old\n", 'subsets:\n- name: v1 # old\n- name: v2\n  labels:\n    version: "2"\n'],
    [
      "dashes indented, in the step of the document",
      "spec:\n    subsets:\n      - name: v1 # old\n\nstatus: a\n",
      'spec:\n    subsets:\n      - name: v1 # old\n      - name: v2\n        labels:\n            version: "2"\n\nstatus: a\n',
    ],
    [
      "without a line break at the end",
      "subsets:\n- name: v1 # old",
      'subsets:\n- name: v1 # old\n- name: v2\n  labels:\n    version: "2"',
    ],
  ])("%s", (_, before, after) => {
    expect(append(before, "name: v1")).toBe(after);
  });

  test.each([
    ["on one line", "subsets: [{name: v1}] # old\n", 'subsets: [{name: v1}, {name: v2, labels: {version: "2"}}] # old\n'],
    ["with a comma at the end", "subsets: [{name: v1},]\n", 'subsets: [{name: v1}, {name: v2, labels: {version: "2"}},]\n'],
    [
      "a line for each",
      "subsets: [\n  {name: v1} # old\n]\n",
      'subsets: [\n  {name: v1},\n  {name: v2, labels: {version: "2"}} # old\n]\n',
    ],
  ])("between brackets, %s", (_, before, after) => {
    expect(append(before, "{name: v1}")).toBe(after);
  });

  test.each([
    ['- "a.b"\n', '"a.b"', '- "a.b"\n- "*.c"\n'],
    ["- 'a.b'\n", "'a.b'", "- 'a.b'\n- '*.c'\n"],
    ["- a.b\n", "a.b", '- a.b\n- "*.c"\n'],
    ["['a.b']", "'a.b'", "['a.b', '*.c']"],
  ])("quotes a text as the last one is: %s", (before, beside, after) => {
    expect(change(before, (at) => ({ action: "append-item", beside: at(beside), value: "*.c" }))).toBe(after);
  });
});

describe("add-entry", () => {
  const add = (source: string) => change(source, (at) => ({ action: "add-entry", beside: at("web"), key: "port", value: { number: 80 } }));

  test.each([
    [
      "in a block",
      "- destination:\n    host: web # new\n    subset: a\n",
      "- destination:\n    host: web # new\n    port:\n      number: 80\n    subset: a\n",
    ],
    ["four columns a step", "destination:\n    host: web", "destination:\n    host: web\n    port:\n        number: 80"],
    ["between braces", "- {destination: {host: web, subset: a}}\n", "- {destination: {host: web, port: {number: 80}, subset: a}}\n"],
    ["over several lines", "a: {\n  host: web,\n  subset: a\n}\n", "a: {\n  host: web, port: {number: 80},\n  subset: a\n}\n"],
  ])("%s", (_, before, after) => {
    expect(add(before)).toBe(after);
  });

  test("a list takes the place that lists have in the document", () => {
    const list = (source: string) => change(source, (at) => ({ action: "add-entry", beside: at("web"), key: "ports", value: [1] }));
    expect(list("a:\n  - b\nspec:\n  host: web\n")).toBe("a:\n  - b\nspec:\n  host: web\n  ports:\n    - 1\n");
    expect(list("a:\n- b\nspec:\n  host: web\n")).toBe("a:\n- b\nspec:\n  host: web\n  ports:\n  - 1\n");
  });

  test("not where the key is there already", () => {
    expect(add("host: web\nport: {number: 1}\n")).toBeUndefined();
  });
});

describe("move-item", () => {
  const move = (source: string, item: string, before: string | undefined) =>
    change(source, (at) => ({ action: "move-item", item: at(item), before: before === undefined ? undefined : at(before) }));

  test("to the end, with the comment above it", () => {
    expect(move("x:\n# a\n- a: 1\n# b\n- b: 1 # bb\ny: 2\n", "a: 1", undefined)).toBe("x:\n# b\n- b: 1 # bb\n# a\n- a: 1\ny: 2\n");
  });
  test("to the front", () => {
    expect(move("- a: 1\n- b: 1\n- c: 1\n", "c: 1", "a: 1")).toBe("- c: 1\n- a: 1\n- b: 1\n");
  });
  test("between brackets", () => {
    expect(move("[{a: 1}, {b: 1},  {c: 1}] # d\n", "{a: 1}", undefined)).toBe("[{b: 1}, {c: 1},  {a: 1}] # d\n");
    expect(move("[{a: 1}, {b: 1},  {c: 1}] # d\n", "{c: 1}", "{a: 1}")).toBe("[{c: 1}, {a: 1},  {b: 1}] # d\n");
    expect(move("[{a: 1}, {b: 1},  {c: 1}] # d\n", "{c: 1}", "{b: 1}")).toBe("[{a: 1}, {c: 1},  {b: 1}] # d\n");
  });
});

describe("remove-item and remove-entry", () => {
  test.each([
    ["- a\n- b # c\n- d\n", "b", "- a\n- d\n"],
    ["x:\n  - a\n  - b", "b", "x:\n  - a\n"],
    ["[a, b, d]", "a", "[b, d]"],
    ["[a, b]", "b", "[a]"],
    ["- a\n", "a", undefined],
  ])("takes out an item with its lines or its comma: %s", (before, item, after) => {
    expect(change(before, (at) => ({ action: "remove-item", item: at(item) }))).toBe(after);
  });

  test.each([
    ["a: 1\nb:\n  c: 1\nd: 2\n", "b", "a: 1\nd: 2\n"],
    ["- b: 1\n  d: 2\n", "b", "- d: 2\n"],
    ["{a: 1, b: 2}", "b", "{a: 1}"],
    ["- b: 1 # c\n  d: 2\n", "b", undefined],
  ])("takes out an entry: %s", (before, key, after) => {
    expect(change(before, (at) => ({ action: "remove-entry", at: at(key) }))).toBe(after);
  });
});

test("replace-entry", () => {
  const replace = (source: string) =>
    change(source, (at) => ({ action: "replace-entry", at: at("selector"), key: "targetRefs", value: [{ kind: "Gateway", name: "a" }] }));
  expect(replace("spec:\n  selector:\n    matchLabels: {a: b}\n  # next\n  action: ALLOW\n")).toBe(
    "spec:\n  targetRefs:\n  - kind: Gateway\n    name: a\n  # next\n  action: ALLOW\n",
  );
  expect(replace("spec: {selector: {matchLabels: {a: b}}, action: ALLOW}")).toBe(
    "spec: {targetRefs: [{kind: Gateway, name: a}], action: ALLOW}",
  );
});

describe("what aliases stand for is left alone", () => {
  test.each([
    ["an anchor's mapping", "a: &a\n  host: web\nb: *a\n"],
    ["an anchor's value", "a:\n  host: &h web\nb: {host: *h}\n"],
    ["a mapping that is merged elsewhere", "a: &a\n  host: web\nb:\n  <<: *a\n  x: 1\n"],
  ])("%s", (_, source) => {
    expect(change(source, (at) => ({ action: "add-entry", beside: at("web"), key: "port", value: 1 }))).toBeUndefined();
  });

  test("an item that is an alias", () => {
    const source = "x: [&a one, two]\ny:\n- three\n- *a\n";
    expect(change(source, (at) => ({ action: "append-item", beside: at("three"), value: "four" }))).toBeUndefined();
    expect(change(source, (at) => ({ action: "remove-item", item: at("one") }))).toBeUndefined();
    expect(change(source, (at) => ({ action: "move-item", item: at("three"), before: undefined }))).toBeUndefined();
  });

  test("but what stands beside an alias can be changed", () => {
    const source = "a: &a\n  x: 1\nb:\n  host: web\n  more: *a\n";
    expect(change(source, (at) => ({ action: "add-entry", beside: at("web"), key: "port", value: 1 }))).toBe(
      "a: &a\n  x: 1\nb:\n  host: web\n  port: 1\n  more: *a\n",
    );
  });
});
