/** Where the structure of a kind comes from: a bundle of CRDs, the committed files, or our own description of it. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parseAllDocuments } from "yaml";
import { documentationTree } from "./schemaDocs.mjs";
import { structureOnly } from "./schemaTree.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const schemasFolder = join(root, "schemas");

/** Reads every `*.json` of a folder below schemas/, by its name without the extension. */
export function readFolder(...folder) {
  const path = join(schemasFolder, ...folder);
  const names = readdirSync(path).filter((name) => name.endsWith(".json"));
  return new Map(names.sort().map((name) => [basename(name, ".json"), JSON.parse(readFileSync(join(path, name), "utf8"))]));
}

/** The kinds of a bundle of CRDs by file name. Rules without a named constraint and unknown keywords are problems. */
export async function bundledKinds(file, problems) {
  const structureOfCrd = await loadStructureOfCrd();
  const constraints = readFolder("constraints").get("rules");
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

/** The structure of Istio's kinds as committed: for a change of documentation no bundle is needed. */
export function committedKinds() {
  const documented = readFolder("docs");
  const committed = [...readFolder()].filter(([name]) => documented.has(name));
  return new Map(
    committed.map(([name, kind]) => {
      const schemas = kind.schemas.map(({ versions, schema }) => ({ versions, schema: specOnly(structureOnly(schema)) }));
      return [name, { ...kind, schemas }];
    }),
  );
}

/** The kinds of schemas/handwritten by file name, in the form of a CRD's structure, and the documentation of their fields. */
export function handwrittenKinds(groups, problems) {
  return new Map(
    [...readFolder("handwritten")].map(([name, { doc, fields, ...kind }]) => {
      const schema = structureOfFields(fields, groups, problems);
      return [name, { kind: { ...kind, schemas: [{ versions: kind.versions, schema }] }, documentation: { doc, fields } }];
    }),
  );
}

/** A schema from entries that say the type of their field. Objects take fields that are not described unless `closed`. */
export function structureOfFields(fields, groups, problems) {
  const suffixOf = (_, { type }) => (type === "list" ? "[]" : type === "map" ? "{*}" : "");
  return structureOfTree(documentationTree(fields, groups, suffixOf, problems));
}

function structureOfTree({ entry, children }) {
  if (children.has("[]")) return { type: "array", ...bounds(entry), items: structureOfTree(children.get("[]")) };
  if (children.has("{*}")) return { type: "object", ...bounds(entry), additionalProperties: structureOfTree(children.get("{*}")) };
  if (children.size === 0) return structureOfType(entry.type, entry);
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

/** Kubernetes reads null as absent in its own kinds. */
function fieldOf(tree) {
  const structure = structureOfTree(tree);
  return tree.entry.required === true || structure.enum !== undefined ? structure : { ...structure, nullable: true };
}

function structureOfType(type, entry) {
  if (type.endsWith("[]")) return { type: "array", ...bounds(entry), items: structureOfType(type.slice(0, -2), {}) };
  if (type.endsWith("{}")) return { type: "object", ...bounds(entry), additionalProperties: structureOfType(type.slice(0, -2), {}) };
  if (type === "intOrString") return { type: ["integer", "string"], ...bounds(entry), "x-intOrString": true };
  if (type === "any") return { type: "object", "x-freeForm": true };
  return { type, ...bounds(entry), ...(entry.enum === undefined ? {} : { enum: Object.keys(entry.enum) }) };
}

function bounds(entry) {
  const keywords = ["pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];
  return Object.fromEntries(keywords.filter((keyword) => entry[keyword] !== undefined).map((keyword) => [keyword, entry[keyword]]));
}

function specOnly({ type, properties, required }) {
  return { type, properties: { spec: properties.spec }, ...(required.includes("spec") ? { required: ["spec"] } : {}) };
}

/** The editor reads CRDs with the same code (server/src/core/schema/crd.ts). */
async function loadStructureOfCrd() {
  const entryPoint = join(root, "server", "src", "core", "schema", "crd.ts");
  const { outputFiles } = await build({ entryPoints: [entryPoint], bundle: true, format: "esm", write: false });
  const { structureOfCrd } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  return structureOfCrd;
}
