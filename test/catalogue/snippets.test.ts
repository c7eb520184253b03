import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expandSnippet } from "../helpers/expandSnippet";
import { plainAt, plainDocuments } from "../helpers/plain";
import { readSnippets, snippetFiles } from "../helpers/snippets";

const snippets = readSnippets();
const mesh = namesIn(readFileSync(join(import.meta.dirname, "../fixtures/snippets/mesh.yaml"), "utf8"));

test("there is a snippet for each step of a canary", () => {
  const steps = ["two-versions", "all-to-v1", "header-canary", "weighted-split", "tcp-split", "gateway", "cut-over"];
  expect(snippets.map(({ prefix }) => prefix)).toEqual(expect.arrayContaining(steps.map((step) => `istio-${step}`)));
});

test("every file is JSON with at least one snippet", () => {
  expect([...new Set(snippets.map(({ file }) => file))]).toEqual(snippetFiles());
  expect(snippetFiles().filter((file) => !file.endsWith(".json"))).toEqual([]);
});

test("no two snippets share a prefix or a title", () => {
  expect(new Set(snippets.map(({ prefix }) => prefix)).size).toBe(snippets.length);
  expect(new Set(snippets.map(({ title }) => title)).size).toBe(snippets.length);
});

describe.each(snippets)("$file: $prefix", ({ prefix, description, body }) => {
  const expanded = expandSnippet(body);
  const documents = plainDocuments(expanded.text);

  test("is found under istio-, and says in sentences which kinds it writes", () => {
    expect(prefix).toMatch(/^istio-[a-z0-9-]+$/);
    expect(description).toMatch(/^[A-Z][^:]+: .*\.$/);
    const told = description.slice(0, description.indexOf(":"));
    for (const { value } of documents) expect(told).toContain(plainAt(value, "kind"));
  });

  test("has tab stops 1, 2, 3 ... which all have a default, and ends with $0", () => {
    expect(expanded.stops).toEqual(expanded.stops.map((_, position) => position + 1));
    expect(expanded.stops).not.toEqual([]);
    expect(expanded.empty).toEqual([]);
    expect(expanded.cursor).toBe(expanded.text.length);
  });

  test("expands to YAML that any editor indents alike", () => {
    expect(documents.flatMap(({ problems }) => problems)).toEqual([]);
    expect(expanded.text).not.toMatch(/\t| $/m);
  });

  test("expands to named resources of the current API version", () => {
    expect(documents).not.toEqual([]);
    for (const { value } of documents) {
      expect(plainAt(value, "apiVersion")).toBe("networking.istio.io/v1");
      expect(plainAt(value, "kind")).toMatch(/^(VirtualService|DestinationRule|Gateway|ServiceEntry)$/);
      expect(plainAt(value, "metadata.name")).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(plainAt(value, "spec")).toBeTypeOf("object");
    }
  });

  test("names only hosts and subsets of the sample mesh", () => {
    const used = [...expanded.text.matchAll(/^ +(?:- )?(?:host|subset): (\S+)$/gm)].map(([, name]) => name);
    expect(used.filter((name) => !mesh.has(name ?? ""))).toEqual([]);
  });
});

/** The names of the Services and of the subsets. */
function namesIn(text: string): ReadonlySet<string> {
  return new Set(
    plainDocuments(text).flatMap(({ value }) => {
      const subsets = plainAt(value, "spec.subsets");
      const names = Array.isArray(subsets) ? subsets.map((subset) => plainAt(subset, "name")) : [];
      return [...(plainAt(value, "kind") === "Service" ? [plainAt(value, "metadata.name")] : []), ...names].map(String);
    }),
  );
}
