import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { fieldsOf, resolveReference } from "../../server/src/core/schema/schemaAt";
import type { SchemaNode } from "../../server/src/core/schema/schemaNode";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { isPlainMap, type Plain, type PlainMap, toPlain } from "../../server/src/core/syntax/plain";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { Workspace } from "../../server/src/core/workspace";

/*
 * The verdict on an object does not depend on how it is written: every manifest of the fixtures, and of ../shared where that is there,
 * is judged as it is and in other words, and the errors are the same ones. To be quick, each way of writing gets a quarter of them, and of ../shared every second one is taken.
 */

const folders = ["../fixtures", "../../../shared/cases/validate", "../../../shared/cases/analyze/testdata", "../../../shared/rollouts"];
const schemas = createSchemas();

interface Manifest {
  readonly from: string;
  readonly text: string;
  readonly value: PlainMap;
  readonly schema: SchemaNode;
}

let manifests: readonly Manifest[] = [];

beforeAll(() => {
  manifests = folders.flatMap((folder) => {
    const found = filesBelow(join(import.meta.dirname, folder)).flatMap(manifestsOf);
    return folder.includes("shared") ? found.filter((_, index) => index % 2 === 0) : found;
  });
});

test("there are manifests of every sort", () => {
  const kinds = new Set(manifests.map(({ value }) => value.kind));
  expect(kinds.size).toBeGreaterThan(15);
  expect(manifests.length).toBeGreaterThan(100);
});

/** Other words for the same object. */
const variants: readonly (readonly [name: string, write: (manifest: Manifest) => string])[] = [
  ["in flow style, with every text in quotes", ({ value }) => JSON.stringify(value)],
  ["with its keys in reverse order", ({ value }) => JSON.stringify(reversed(value), undefined, 2)],
  [
    "between comments, markers and empty documents",
    ({ text }) => `\ufeff# a\n---\n# b\n---\n${text.replace(/^(?=[a-z])/gm, "# c\n")}\n...\n---\n`,
  ],
  ["with the line ends of Windows", ({ text }) => text.replace(/\r?\n/g, "\r\n")],
  ["with anchors and aliases for its texts", ({ value }) => withAnchors(value, new Map())],
  ["as the item of a List", ({ value }) => JSON.stringify({ apiVersion: "v1", kind: "List", items: [value] })],
  ["with null for fields that may be absent", ({ value, schema }) => JSON.stringify(withNulls(schema, schema, value))],
];

describe.each(variants)("a manifest %s", (name, write) => {
  test("has the same errors", () => {
    const turn = variants.findIndex((variant) => variant[0] === name) % 4;
    const chosen = manifests.filter((_, index) => index % 4 === turn);
    const differing = chosen.flatMap((manifest) => {
      const [before, after] = [errorsOf(manifest.text).join(), errorsOf(write(manifest)).join()];
      return before === after ? [] : [`${manifest.from}: ${before} became ${after}`];
    });
    expect(differing).toEqual([]);
  });
});

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".yaml")).map((name) => join(folder, name));
}

/** The manifests of a file that can be said in other words: the text is YAML, and repeats no key. */
function manifestsOf(file: string): readonly Manifest[] {
  const text = readFileSync(file, "utf8");
  return splitDocuments(text).flatMap(({ start, end }, index): readonly Manifest[] => {
    const source = text.slice(start, end).replace(/^---.*\n/, "");
    const { root, problems } = parseDocument(source);
    const value = root === undefined ? null : toPlain(root);
    if (!isPlainMap(value) || problems.length > 0 || /ignore|\{\{|\$\{/.test(source)) return [];
    const [version = "", group = ""] = String(value.apiVersion).split("/").reverse();
    const schema = schemas.catalog.schemaOf({ group, version, kind: String(value.kind) });
    if (schema === undefined) return [];
    return [{ from: `${file} ${index}`, text: source, value, schema }];
  });
}

/** The codes of the errors: an alias has one place for several, and without indentation none is wrong. */
function errorsOf(text: string): readonly string[] {
  const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map(), schemas });
  workspace.setFile("case.yaml", text, true);
  workspace.check();
  const errors = workspace.findings("case.yaml").filter(({ level }) => level === "error");
  return [...new Set(errors.map(({ code }) => code.replace("misplaced-key", "unknown-field")))].sort();
}

function reversed(value: Plain): Plain {
  if (isPlainMap(value))
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, entry]) => [key, reversed(entry)]),
    );
  return isList(value) ? value.map(reversed) : value;
}

/** Flow style in which the first of equal texts has an anchor and the others are aliases of it. */
function withAnchors(value: Plain, known: Map<string, string>): string {
  if (isPlainMap(value)) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${JSON.stringify(key)}: ${withAnchors(entry, known)}`)
      .join(" , ")} }`;
  }
  if (isList(value)) return `[${value.map((item) => withAnchors(item, known)).join(" , ")} ]`;
  const written = JSON.stringify(value);
  if (typeof value !== "string") return written;
  const alias = known.get(value);
  if (alias !== undefined) return `*${alias} `;
  known.set(value, `a${known.size}`);
  return `&${known.get(value)} ${written}`;
}

/** Every mapping gets two of the optional fields that it does not have, as null. */
function withNulls(root: SchemaNode, written: SchemaNode, value: Plain): Plain {
  const schema = resolveReference(root, written);
  if (isList(value)) return value.map((item) => withNulls(root, schema.items ?? {}, item));
  if (!isPlainMap(value)) return value;
  const free = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const kept = Object.entries(value).map(([key, entry]) => [key, withNulls(root, schema.properties?.[key] ?? free, entry)] as const);
  const absent = fieldsOf(root, schema).filter(({ name, required }) => !required && !Object.hasOwn(value, name));
  return Object.fromEntries([...kept, ...absent.slice(0, 2).map(({ name }) => [name, null] as const)]);
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
