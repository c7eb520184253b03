import { describe, expect, test } from "vitest";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { bundledKinds, createSchemas } from "../../server/src/core/schema/bundled";
import type { KindSchema, SchemaNode } from "../../server/src/core/schema/schemaNode";
import { Workspace } from "../../server/src/core/workspace";

const kinds = bundledKinds as unknown as readonly KindSchema[];
const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map(), schemas: createSchemas() });

/** One field, mapping or list item of a kind. `path` holds keys, `-` for an item of a list, and `free` for a key of a map with free keys. */
interface Place {
  readonly path: readonly string[];
  readonly node: SchemaNode;
}

/** Of the preferred versions of Istio's kinds. */
const counted = { fields: 0, grouped: 0, enums: 0, hovers: 0 };

describe.each(kinds.flatMap((kind) => kind.versions.map((version) => ({ title: `${kind.group}/${version} ${kind.kind}`, kind, version }))))(
  "$title",
  ({ kind, version }) => {
    const schema = kind.schemas.find((one) => one.versions.includes(version))?.schema as SchemaNode;
    const places = placesBelow(schema);
    const counts = kind.group.endsWith("istio.io") && version === kind.versions[0] ? 1 : 0;
    const header = `apiVersion: ${kind.group === "" ? "" : `${kind.group}/`}${version}\nkind: ${kind.kind}\n`;

    test("keys: exactly the fields of every mapping", () => {
      const wrong: string[] = [];
      for (const { path, node } of places) {
        if (node.properties === undefined) continue;
        const fields = Object.keys(node.properties);
        const expected = path.length === 0 ? fields.filter((field) => field !== "apiVersion" && field !== "kind") : fields;
        const place = path.join(".");
        compare(wrong, place, keysAt(`${header}${block(path)}`), expected);
        compare(wrong, `${place}, half a key`, keysAt(`${header}${block(path, undefined, "zz")}`), expected);
        if (path.length > 0) compare(wrong, `${place}, in braces`, keysAt(`${header}${inBraces(path)}`), expected);
      }
      expect(wrong).toEqual([]);
    });

    test("keys: neither those that are there nor those that they exclude", () => {
      const wrong: string[] = [];
      for (const { path, node } of places) {
        if (node.properties === undefined || path.length === 0) continue;
        const fields = Object.keys(node.properties);
        for (const field of fields) {
          counted.fields += counts;
          const groups = groupsOf(node).filter((group) => group.includes(field));
          if (groups.length > 0) counted.grouped += counts;
          const gone = new Set([field, ...groups.flat()]);
          const expected = fields.filter((one) => !gone.has(one));
          compare(wrong, `${path.join(".")} with ${field}`, keysAt(`${header}${block(path, `${field}: x`)}`), expected);
        }
      }
      expect(wrong).toEqual([]);
    });

    test("hover: the documentation of every field, on its key and on its value", () => {
      const wrong: string[] = [];
      for (const { path, node } of places) {
        const name = path.at(-1) ?? "";
        if (path.length === 0 || name === "-" || name === "free") continue;
        counted.hovers += counts;
        const isFrame = path.length === 1 && header.includes(`${name}:`);
        const isScalar = !isFrame && node.type !== "object" && node.type !== "array";
        const line = isScalar ? `${name}: some` : `${name}:`;
        const text = isFrame ? header : `${header}${block(path.slice(0, -1), undefined, line)}`.replace("$0", "");
        for (const word of isScalar ? [`${name}:`, "some"] : [`${name}:`]) {
          const hover = hoverAt(text, text.lastIndexOf(word));
          const isComplete = hover?.includes(`**${name}** · `) === true && hover.includes(node.description ?? "?");
          if (!isComplete) wrong.push(`${path.join(".")} on ${word}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    test("values: every value of every enum and boolean", () => {
      const wrong: string[] = [];
      for (const { path, node } of places) {
        const values = node.enum ?? (node.type === "boolean" ? ["true", "false"] : undefined);
        if (values === undefined || path.length < 2) continue;
        counted.enums += counts;
        const last = path.at(-1) === "-" ? "" : `${path.at(-1)}: `;
        const text = `${header}${block(path.slice(0, -1), undefined, path.at(-1) === "-" ? "- " : last)}`;
        compare(wrong, path.join("."), labelsAt(text, "enum"), values);
      }
      expect(wrong).toEqual([]);
    });
  },
);

test("as much has been looked at as the CRDs have: about 1,006 fields, 55 enums, 22 one-of groups of two fields or more", () => {
  expect(counted.fields).toBeGreaterThan(1006);
  expect(counted.hovers).toBeGreaterThan(1006);
  expect(counted.enums).toBeGreaterThan(55);
  expect(counted.grouped).toBeGreaterThan(2 * 22);
});

/** Everything below the root of a schema, references resolved; a definition that contains itself is entered once. */
function placesBelow(root: SchemaNode): readonly Place[] {
  const places: Place[] = [];
  const visit = (written: SchemaNode, path: readonly string[], inside: readonly string[]) => {
    const reference = written.$ref;
    if (reference !== undefined && inside.includes(reference)) return;
    const name = reference?.split("/").at(-1) ?? "";
    const node = reference === undefined ? written : { ...root.definitions?.[name], ...written };
    const within = reference === undefined ? inside : [...inside, reference];
    places.push({ path, node });
    for (const [key, child] of Object.entries(node.properties ?? {})) visit(child, [...path, key], within);
    if (node.items !== undefined) visit(node.items, [...path, "-"], within);
    if (typeof node.additionalProperties === "object") visit(node.additionalProperties, [...path, "free"], within);
  };
  visit(root, [], []);
  return places;
}

/**
 * YAML down to a place, with the cursor `$0` where a key or value of it would be typed; `before` is a line in the same mapping,
 * `opening` what stands in front of the cursor.
 */
function block(path: readonly string[], before?: string, opening = ""): string {
  let text = "";
  let column = 0;
  let sameLine = false;
  for (const step of path) {
    const indent = sameLine ? "" : " ".repeat(column);
    if (step === "-") {
      text += `${indent}- `;
      sameLine = true;
    } else {
      text += `${indent}${step}:\n`;
      sameLine = false;
    }
    column += 2;
  }
  const indent = " ".repeat(column);
  if (before === undefined) return `${text}${sameLine ? "" : indent}${opening}$0\n`;
  return `${text}${sameLine ? "" : indent}${before}\n${indent}${opening}$0\n`;
}

/** As `block`, with the mapping itself in braces. */
function inBraces(path: readonly string[]): string {
  const last = path.at(-1);
  return block(path.slice(0, -1), undefined, last === "-" ? "- {" : `${last}: {`).replace("$0", "$0}");
}

function keysAt(marked: string): readonly string[] {
  return labelsAt(marked, "key");
}

function hoverAt(text: string, offset: number): string | undefined {
  workspace.setFile("test.yaml", text, true);
  return workspace.hover("test.yaml", offset)?.markdown;
}

function labelsAt(marked: string, kind: "key" | "enum"): readonly string[] {
  const offset = marked.indexOf("$0");
  workspace.setFile("test.yaml", marked.replace("$0", ""), true);
  return workspace
    .completion("test.yaml", offset)
    .filter((item) => item.kind === kind)
    .map((item) => item.label);
}

function groupsOf(node: SchemaNode): readonly (readonly string[])[] {
  const named = (node["x-constraints"] ?? []).flatMap((one) =>
    one.name === "onlyOneOf" || one.name === "exactlyOneOf" ? [one.fields] : [],
  );
  return [...(node["x-oneOf"] ?? []), ...named];
}

function compare(wrong: string[], place: string, found: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((one) => !found.includes(one));
  const extra = found.filter((one, at) => !expected.includes(one) || found.indexOf(one) !== at);
  if (missing.length > 0 || extra.length > 0)
    wrong.push(`${place}: missing ${missing.join(", ") || "none"}, too much ${extra.join(", ") || "none"}`);
}
