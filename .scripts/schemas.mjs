/**
 * Writes schemas/*.json: the structure of every kind (of Istio's from a bundle of CustomResourceDefinitions, of the others from
 * schemas/handwritten), joined with our documentation. schemas/README.md describes input and output.
 *
 * @typedef {import("../server/src/core/schema/schemaNode").SchemaNode} SchemaNode
 * @typedef {import("../server/src/core/schema/schemaNode").KindSchema} KindSchema
 * @typedef {import("./schemaDocs.mjs").Groups} Groups
 * @typedef {import("./schemaDocs.mjs").Fields} Fields
 * @typedef {import("./schemaDocs.mjs").Tree} Tree
 * @typedef {import("./schemaKinds.mjs").Kind} Kind
 * @typedef {import("./schemaKinds.mjs").Documentation} Documentation
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { documentationTree, joinDocumentation, segmentsOf, unusedPaths } from "./schemaDocs.mjs";
import { bundledKinds, committedKinds, handwrittenKinds, readFolder, schemasFolder, structureOfFields } from "./schemaKinds.mjs";
import { print, shareGroups } from "./schemaTree.mjs";

const usage = `Usage: npm run schemas -- [--out FOLDER] [CRDS.yaml]

Writes schemas/*.json. With CRDS.yaml (Istio's manifests/charts/base/files/crd-all.gen.yaml) the structure of Istio's kinds
comes from there; without, it is kept, and only documentation and handwritten kinds are joined anew.

  --out FOLDER  write there instead of into schemas/
  --help        print this`;

process.exitCode = await main();

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" }, help: { type: "boolean" } } });
  if (values.help || positionals.length > 1) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  /** @type {string[]} */
  const problems = [];
  const istio = positionals[0] === undefined ? committedKinds() : await bundledKinds(resolve(positionals[0]), problems);
  const files = documentedFiles(istio, problems);
  if (problems.length > 0) {
    console.error(`${problems.join("\n")}\n\n${problems.length} problems, nothing written.`);
    return 1;
  }
  const out = resolve(values.out ?? schemasFolder);
  mkdirSync(out, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(out, `${name}.json`), text);
  console.log(`${files.size} kinds written to ${out}.`);
  return 0;
}

/**
 * The text of every file by its name.
 *
 * @param {ReadonlyMap<string, Kind>} istio
 * @param {string[]} problems
 */
function documentedFiles(istio, problems) {
  /** @type {Groups} */
  const groups = new Map([...readFolder(["docs", "shared"]), ...readFolder(["handwritten", "shared"])]);
  /** @type {Map<string, Documentation>} */
  const docs = readFolder(["docs"]);
  for (const name of docs.keys()) if (!istio.has(name)) problems.push(`schemas/docs/${name}.json: no such kind`);
  for (const name of istio.keys()) if (!docs.has(name)) problems.push(`${name}: schemas/docs/${name}.json is missing`);
  const sources = handwrittenKinds(groups, problems);
  for (const [name, kind] of istio) {
    const documentation = docs.get(name);
    if (documentation !== undefined) sources.set(name, { kind, documentation });
  }
  return new Map(
    [...sources].map(([name, { kind, documentation }]) => {
      /** @type {string[]} */
      const found = [];
      const text = `${print(documentedKind(kind, documentation, groups, found))}\n`;
      problems.push(...found.map((problem) => `${name}: ${problem}`));
      return [name, text];
    }),
  );
}

/**
 * @param {Kind} kind
 * @param {Documentation} documentation
 * @param {Groups} groups
 * @param {string[]} problems
 * @returns {KindSchema}
 */
function documentedKind({ standalone, ...kind }, { doc, fields }, groups, problems) {
  const { status = {}, ...common } = groups.get("KubernetesObject")?.fields ?? {};
  /** @type {Fields} */
  const before = standalone ? {} : common;
  /** @type {Fields} */
  const after = standalone || fields.spec === undefined ? {} : { status };
  const schemas = kind.schemas.map(({ versions, schema }) => ({
    versions,
    schema: standalone ? schema : wholeObject(kind, versions, schema, structureOfFields({ ...before, ...after }, groups, problems)),
  }));
  /** @param {string} path */
  const suffixOf = (path) => schemas.map(({ schema }) => suffixAt(schema, segmentsOf(path))).find((suffix) => suffix !== undefined) ?? "";
  const tree = documentationTree({ ...before, ...fields, ...after }, groups, suffixOf, problems);
  tree.entry = { doc };
  /** @type {Set<Tree>} */
  const used = new Set();
  const joined = schemas.map(({ versions, schema }) => {
    /** @type {Map<SchemaNode, string>} */
    const groupOf = new Map();
    const whole = joinDocumentation(schema, tree, { problems, used, groupOf });
    return { versions, schema: shareGroups(whole, groupOf) };
  });
  problems.push(...unusedPaths(tree, used).map((path) => `${path}: documented, but there is no such field`));
  return { ...kind, schemas: joined };
}

/**
 * Adds to the structure of a kind what every Kubernetes object has.
 *
 * @param {Pick<KindSchema, "group" | "kind">} kind
 * @param {readonly string[]} versions
 * @param {SchemaNode} schema
 * @param {SchemaNode} common
 * @returns {SchemaNode}
 */
function wholeObject({ group, kind }, versions, { properties, required = [], additionalProperties = false }, common) {
  const apiVersions = versions.map((version) => (group === "" ? version : `${group}/${version}`));
  const { apiVersion, kind: kindField, ...others } = common.properties ?? {};
  return {
    type: "object",
    required: ["apiVersion", "kind", "metadata", ...required],
    properties: { apiVersion: { ...apiVersion, enum: apiVersions }, kind: { ...kindField, enum: [kind] }, ...properties, ...others },
    additionalProperties,
  };
}

/**
 * Whether a group used at the field of `segments` describes it (""), its items ("[]") or its values ("{*}").
 *
 * @param {SchemaNode} schema
 * @param {readonly string[]} segments
 */
function suffixAt(schema, segments) {
  const node = segments.reduce((/** @type {SchemaNode | undefined} */ at, segment) => {
    if (segment === "[]") return at?.items;
    if (segment !== "{*}") return at?.properties?.[segment];
    return typeof at?.additionalProperties === "object" ? at.additionalProperties : undefined;
  }, schema);
  if (node === undefined) return undefined;
  if (node.items !== undefined) return "[]";
  return node.properties === undefined && typeof node.additionalProperties === "object" ? "{*}" : "";
}
