/**
 * Where the structure of a kind comes from: a bundle of CRDs, the committed files, or our own description of it.
 *
 * @typedef {import("../server/src/core/schema/schemaNode").SchemaNode} SchemaNode
 * @typedef {import("../server/src/core/schema/schemaNode").KindSchema} KindSchema
 * @typedef {import("./schemaDocs.mjs").Entry} Entry
 * @typedef {import("./schemaDocs.mjs").Fields} Fields
 * @typedef {import("./schemaDocs.mjs").Groups} Groups
 * @typedef {import("./schemaDocs.mjs").Tree} Tree
 *
 * @typedef {KindSchema & { readonly standalone?: boolean }} Kind `standalone`: not a Kubernetes object with metadata
 * @typedef {{ readonly doc: string, readonly fields: Fields }} Documentation
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parseAllDocuments } from "yaml";
import { documentationTree } from "./schemaDocs.mjs";
import { structureOnly } from "./schemaTree.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const schemasFolder = join(root, "schemas");

/**
 * Reads every `*.json` of a folder below schemas/, by its name without the extension.
 *
 * @template T
 * @param {readonly string[]} folder
 * @returns {Map<string, T>}
 */
export function readFolder(folder) {
  const path = join(schemasFolder, ...folder);
  const names = readdirSync(path).filter((name) => name.endsWith(".json"));
  return new Map(names.sort().map((name) => [basename(name, ".json"), JSON.parse(readFileSync(join(path, name), "utf8"))]));
}

/**
 * The kinds of a bundle of CRDs by file name. Rules without a named constraint and unknown keywords are problems.
 *
 * @param {string} file
 * @param {string[]} problems
 * @returns {Promise<Map<string, Kind>>}
 */
export async function bundledKinds(file, problems) {
  const structureOfCrd = await loadStructureOfCrd();
  const constraints = JSON.parse(readFileSync(join(schemasFolder, "constraints", "rules.json"), "utf8"));
  /** @type {Map<string, Kind>} */
  const kinds = new Map();
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const structure = structureOfCrd(document.toJS(), constraints);
    if (structure === undefined) continue;
    kinds.set(structure.kind.kind, structure.kind);
    for (const { kind, version, place, reason, what } of structure.gaps) {
      const gap =
        reason === "rule" ? `the rule ${what} has no named constraint in schemas/constraints/rules.json` : `"${what}" is not translated`;
      problems.push(`${kind} ${version} ${place}: ${gap}`);
    }
  }
  if (kinds.size === 0) problems.push(`${file} holds no CustomResourceDefinition`);
  return kinds;
}

/**
 * The structure of Istio's kinds as committed: for a change of documentation no bundle is needed.
 *
 * @returns {Map<string, Kind>}
 */
export function committedKinds() {
  const documented = readFolder(["docs"]);
  /** @type {Map<string, KindSchema>} */
  const all = readFolder([]);
  const committed = [...all].filter(([name]) => documented.has(name));
  return new Map(
    committed.map(([name, kind]) => {
      const schemas = kind.schemas.map(({ versions, schema }) => ({ versions, schema: specOnly(structureOnly(schema)) }));
      return [name, { ...kind, schemas }];
    }),
  );
}

/**
 * The kinds of schemas/handwritten by file name, in the form of a CRD's structure, and the documentation of their fields.
 *
 * @param {Groups} groups
 * @param {string[]} problems
 * @returns {Map<string, { readonly kind: Kind, readonly documentation: Documentation }>}
 */
export function handwrittenKinds(groups, problems) {
  /** @type {Map<string, Omit<Kind, "schemas"> & Documentation>} */
  const files = readFolder(["handwritten"]);
  return new Map(
    [...files].map(([name, { doc, fields, ...kind }]) => {
      const schema = structureOfFields(fields, groups, problems);
      return [name, { kind: { ...kind, schemas: [{ versions: kind.versions, schema }] }, documentation: { doc, fields } }];
    }),
  );
}

/**
 * A schema from entries that say the type of their field. Objects take fields that are not described unless `closed`.
 *
 * @param {Fields} fields
 * @param {Groups} groups
 * @param {string[]} problems
 */
export function structureOfFields(fields, groups, problems) {
  /** @type {(path: string, entry: Entry) => string} */
  const suffixOf = (_, { type }) => (type === "list" ? "[]" : type === "map" ? "{*}" : "");
  return structureOfTree(documentationTree(fields, groups, suffixOf, problems));
}

/**
 * @param {Tree} tree
 * @returns {SchemaNode}
 */
function structureOfTree({ entry, children }) {
  const items = children.get("[]");
  if (items !== undefined) return { type: "array", ...bounds(entry), items: structureOfTree(items) };
  const values = children.get("{*}");
  if (values !== undefined) return { type: "object", ...bounds(entry), additionalProperties: structureOfTree(values) };
  if (children.size === 0) return structureOfType(entry.type ?? "any", entry);
  const named = [...children];
  const required = named.filter(([, child]) => child.entry.required === true).map(([name]) => name);
  return {
    type: "object",
    ...bounds(entry),
    properties: Object.fromEntries(named.map(([name, child]) => [name, fieldOf(child)])),
    additionalProperties: entry.closed !== true,
    ...(required.length > 0 ? { required } : {}),
    ...(entry.oneOf === undefined ? {} : { "x-oneOf": entry.oneOf }),
    ...(entry.constraints === undefined ? {} : { "x-constraints": entry.constraints }),
  };
}

/**
 * Kubernetes reads null as absent in its own kinds.
 *
 * @param {Tree} tree
 * @returns {SchemaNode}
 */
function fieldOf(tree) {
  const structure = structureOfTree(tree);
  return tree.entry.required === true || structure.enum !== undefined ? structure : { ...structure, nullable: true };
}

/**
 * @param {string} type
 * @param {Entry} entry
 * @returns {SchemaNode}
 */
function structureOfType(type, entry) {
  if (type.endsWith("[]")) return { type: "array", ...bounds(entry), items: structureOfType(type.slice(0, -2), {}) };
  if (type.endsWith("{}")) return { type: "object", ...bounds(entry), additionalProperties: structureOfType(type.slice(0, -2), {}) };
  if (type === "intOrString") return { type: ["integer", "string"], ...bounds(entry), "x-intOrString": true };
  if (type === "any") return { type: "object", "x-freeForm": true };
  const scalar = /** @type {"string" | "integer" | "number" | "boolean" | "object"} */ (type);
  return { type: scalar, ...bounds(entry), ...(entry.enum === undefined ? {} : { enum: Object.keys(entry.enum) }) };
}

/**
 * @param {Entry} entry
 * @returns {SchemaNode}
 */
function bounds({ pattern, minimum, maximum, maxLength }) {
  const given = Object.entries({ pattern, minimum, maximum, maxLength }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/**
 * @param {SchemaNode} schema
 * @returns {SchemaNode}
 */
function specOnly({ properties = {}, required = [] }) {
  const { spec = {} } = properties;
  return { type: "object", properties: { spec }, ...(required.includes("spec") ? { required: ["spec"] } : {}) };
}

/**
 * The editor reads CRDs with the same code.
 *
 * @returns {Promise<typeof import("../server/src/core/schema/crd").structureOfCrd>}
 */
async function loadStructureOfCrd() {
  const entryPoint = join(root, "server", "src", "core", "schema", "crd.ts");
  const { outputFiles } = await build({ entryPoints: [entryPoint], bundle: true, format: "esm", write: false });
  const { structureOfCrd } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString("base64")}`);
  return structureOfCrd;
}
