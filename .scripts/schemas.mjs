/**
 * Writes schemas/*.json: the structure of every kind (of Istio's from a bundle of CustomResourceDefinitions, of the others from
 * schemas/handwritten), joined with our documentation. schemas/README.md describes input and output.
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

/** The text of every file by its name. */
function documentedFiles(istio, problems) {
  const groups = new Map([...readFolder("docs", "shared"), ...readFolder("handwritten", "shared")]);
  const docs = readFolder("docs");
  for (const name of docs.keys()) if (!istio.has(name)) problems.push(`schemas/docs/${name}.json: no such kind`);
  for (const name of istio.keys()) if (!docs.has(name)) problems.push(`${name}: schemas/docs/${name}.json is missing`);
  const sources = new Map(
    [...docs].filter(([name]) => istio.has(name)).map(([name, documentation]) => [name, { kind: istio.get(name), documentation }]),
  );
  for (const [name, source] of handwrittenKinds(groups, problems)) sources.set(name, source);
  return new Map(
    [...sources].map(([name, { kind, documentation }]) => {
      const found = [];
      const text = `${print(documentedKind(kind, documentation, groups, found))}\n`;
      problems.push(...found.map((problem) => `${name}: ${problem}`));
      return [name, text];
    }),
  );
}

function documentedKind({ standalone, ...kind }, { doc, fields }, groups, problems) {
  const { apiVersion, kind: kindField, metadata, status } = groups.get("KubernetesObject").fields;
  const before = standalone ? {} : { apiVersion, kind: kindField, metadata };
  const after = standalone || fields.spec === undefined ? {} : { status };
  const schemas = kind.schemas.map(({ versions, schema }) => ({
    versions,
    schema: standalone ? schema : wholeObject(kind, versions, schema, structureOfFields({ ...before, ...after }, groups, problems)),
  }));
  const suffixOf = (path) => schemas.map(({ schema }) => suffixAt(schema, segmentsOf(path))).find((suffix) => suffix !== undefined) ?? "";
  const tree = documentationTree({ ...before, ...fields, ...after }, groups, suffixOf, problems);
  tree.entry = { doc };
  const used = new Set();
  const joined = schemas.map(({ versions, schema }) => {
    const groupOf = new Map();
    const whole = joinDocumentation(schema, tree, { problems, used, groupOf });
    return { versions, schema: shareGroups(whole, groupOf) };
  });
  problems.push(...unusedPaths(tree, used).map((path) => `${path}: documented, but there is no such field`));
  return { ...kind, schemas: joined };
}

/** Adds to the structure of a kind what every Kubernetes object has. */
function wholeObject({ group, kind }, versions, { properties, required = [], additionalProperties = false }, common) {
  const apiVersions = versions.map((version) => (group === "" ? version : `${group}/${version}`));
  const { apiVersion, kind: kindField, ...others } = common.properties;
  return {
    type: "object",
    required: ["apiVersion", "kind", "metadata", ...required],
    properties: { apiVersion: { ...apiVersion, enum: apiVersions }, kind: { ...kindField, enum: [kind] }, ...properties, ...others },
    additionalProperties,
  };
}

/** Whether a group used at the field of `segments` describes it (""), its items ("[]") or its values ("{*}"). */
function suffixAt(schema, segments) {
  const node = segments.reduce((at, segment) => {
    if (segment === "[]") return at?.items;
    return segment === "{*}" ? at?.additionalProperties : at?.properties?.[segment];
  }, schema);
  if (node === undefined) return undefined;
  if (node.items !== undefined) return "[]";
  return node.properties === undefined && typeof node.additionalProperties === "object" ? "{*}" : "";
}
