import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { resolveReference } from "../../server/src/core/schema/schemaAt";
import type { JsonValue, KindSchema, SchemaNode } from "../../server/src/core/schema/schemaNode";
import { SchemaValidator } from "../../server/src/core/schema/validator";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "schemas");
const reference = join(root, "../shared/reference");
const bundle = join(reference, "crd-all.gen.yaml");
const scratch = mkdtempSync(join(tmpdir(), "schemas-"));
const validator = new SchemaValidator();
const sentence = /^(gRPC|[A-Z0-9`]).*\.$/s;

afterAll(() => rmSync(scratch, { recursive: true }));

/** A field of a kind: its path as in `spec.http[].match[].headers{*}.exact`, its node with references resolved. */
interface Field {
  readonly path: string;
  readonly node: SchemaNode;
  readonly root: SchemaNode;
}

const kinds = jsonFiles(folder).map((name) => ({ name, kind: readJson<KindSchema>(join(folder, name)) }));
const variants = kinds.flatMap(({ name, kind }) =>
  kind.schemas.map(({ versions, schema }) => ({ title: `${name} ${versions.join(", ")}`, schema })),
);

test("the kinds that are promised are there", () => {
  const istio = kinds.filter(({ kind }) => kind.group.endsWith("istio.io")).map(({ kind }) => kind.kind);
  expect(istio).toHaveLength(15);
  const others = kinds.filter(({ kind }) => !kind.group.endsWith("istio.io")).map(({ kind }) => `${kind.group}/${kind.kind}`);
  expect(others).toEqual(
    expect.arrayContaining([
      "/Service",
      "/Namespace",
      "/Pod",
      "/Secret",
      "/ServiceAccount",
      ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => `apps/${kind}`),
      ...["Job", "CronJob"].map((kind) => `batch/${kind}`),
      "argoproj.io/Rollout",
      ...["Gateway", "HTTPRoute", "GRPCRoute", "ReferenceGrant"].map((kind) => `gateway.networking.k8s.io/${kind}`),
      "kustomize.config.k8s.io/Kustomization",
    ]),
  );
});

test("all files together stay small enough to be bundled", () => {
  const bytes = kinds.reduce((sum, { kind }) => sum + JSON.stringify(kind).length, 0);
  expect(bytes).toBeLessThan(400_000);
});

describe.each(variants)("$title", ({ schema }) => {
  const fields = fieldsBelow(schema);

  test("every field is documented, in sentences", () => {
    expect(fields.filter(({ node }) => !sentence.test(node.description ?? "")).map(({ path }) => path)).toEqual([]);
    expect(schema.description).toMatch(sentence);
  });

  test("every leaf has an example", () => {
    expect(fields.filter(({ node }) => isLeaf(node) && node["x-example"] === undefined).map(({ path }) => path)).toEqual([]);
  });

  test("examples and defaults are valid where they stand", () => {
    const wrong = fields.flatMap(({ path, node, root: whole }) =>
      [node["x-example"], node["x-default"]]
        .filter((value) => value !== undefined && !isValid(whole, node, value))
        .map((value) => `${path}: ${JSON.stringify(value)}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the order names every property once, required ones first and deprecated ones last", () => {
    for (const { path, node } of [{ path: "", node: schema }, ...fields].map(({ path: at, node: each }) => ({
      path: at,
      node: objectWithin(schema, each),
    }))) {
      const names = Object.keys(node.properties ?? {});
      if (names.length < 2) continue;
      const order = node["x-order"] ?? [];
      expect([...order].sort(), path).toEqual([...names].sort());
      const ranks = order.map((name) =>
        node.required?.includes(name) ? 0 : node.properties?.[name]?.["x-deprecated"] === undefined ? 1 : 2,
      );
      expect(ranks, path).toEqual([...ranks].sort());
    }
  });

  test("values of enums and deprecations are explained", () => {
    for (const { path, node } of fields) {
      if (node["x-enumDocs"] !== undefined) expect(Object.keys(node["x-enumDocs"]).sort(), path).toEqual([...(node.enum ?? [])].sort());
      for (const value of Object.keys(node["x-enumDeprecated"] ?? {})) expect(node.enum, path).toContain(value);
      if (node["x-deprecated"] !== undefined) expect(node["x-deprecated"], path).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("groups and constraints name fields that exist", () => {
    for (const { path, node } of fields) {
      for (const group of node["x-oneOf"] ?? [])
        expect(Object.keys(node.properties ?? {}), path).toEqual(expect.arrayContaining([...group]));
      for (const constraint of node["x-constraints"] ?? []) {
        if ("field" in constraint) expect(node.properties, path).toHaveProperty(constraint.field);
        if ("when" in constraint) expect(node.properties, path).toHaveProperty(constraint.when.field);
      }
    }
  });
});

describe("the script", () => {
  test("joins documentation anew without a bundle, to the committed files", { timeout: 60_000 }, () => {
    expect(run([]).status).toBe(0);
    expectCommittedFiles();
  });

  test("stops at a rule without a named constraint and names its place", { timeout: 60_000 }, () => {
    const file = join(scratch, "crds.yaml");
    writeFileSync(file, crdWith("size(self) > 3"));
    const { status, stderr } = run([file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Gateway v1 spec\.servers\[\]\.name: the rule [0-9a-f]{16} has no named constraint/);
    expect(stderr).toContain("Gateway: spec.selector: documented, but there is no such field");
    expect(stderr).not.toContain("size(self)");
  });
});

describe.skipIf(!existsSync(bundle))("against the bundle of Istio in ../shared (skipped where that is absent)", () => {
  test("regenerating yields the committed files", { timeout: 60_000 }, () => {
    const { status, stderr } = run([bundle]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expectCommittedFiles();
  });

  test("no six words in a row are taken from its texts", () => {
    const theirs = new Set([...textsOf(bundleDocuments())].flatMap((text) => sixWords(text)));
    expect(theirs.size).toBeGreaterThan(2000);
    const sources = ["docs", "docs/shared", "handwritten", "handwritten/shared"].flatMap((part) =>
      jsonFiles(join(folder, part)).map((name) => join(folder, part, name)),
    );
    const messages = readFileSync(join(root, "server/src/core/schema/constraints.ts"), "utf8");
    const ours = [...sources.map((file) => readFileSync(file, "utf8")), messages];
    expect(ours.flatMap(sixWords).filter((words) => theirs.has(words))).toEqual([]);
  });

  const summary = existsSync(bundle) ? readJson<Readonly<Record<string, Summary>>>(join(reference, "crd-all.summary.json")) : {};

  test.each(Object.entries(summary))("%s has the fields, enums, bounds, groups and rules that were counted in its CRD", (name, counted) => {
    const schema = schemaOf(name, counted.storage);
    const places = new Map(allPlaces(schema).map(({ path, node }) => [path, node]));
    const at = (path: string): SchemaNode => places.get(path) ?? {};
    expect(fieldsBelow(schema).filter(({ path }) => path.startsWith("spec.")).length).toBe(counted.fields);
    for (const { path, values } of counted.enums) expect(at(path).enum, path).toEqual(values);
    for (const { path, keyword, value } of counted.bounds) expect(at(path), `${path} ${keyword}`).toHaveProperty(keyword, value);
    for (const { path, fields } of counted.required)
      expect(path === "" ? schema.required : at(path).required, path).toEqual(expect.arrayContaining([...fields]));
    for (const { path, group } of counted.oneOf) {
      const fields = group.replace(/^.*: /, "").split(", ");
      if (fields.length > 1) expect(at(path)["x-oneOf"], path).toContainEqual(fields);
    }
    for (const path of counted.preserveUnknown) expect(at(path)["x-freeForm"], path).toBe(true);
    for (const path of new Set(counted.cel.map((rule) => rule.path))) {
      const shapes = new Set(counted.cel.filter((rule) => rule.path === path).map(({ rule }) => ruleShape(rule)));
      expect((at(path)["x-constraints"] ?? []).length, path).toBeGreaterThanOrEqual(shapes.size);
    }
  });

  test("in all 1006 fields and 159 rules", () => {
    const all = Object.values(summary);
    expect(all.reduce((sum, { fields }) => sum + fields, 0)).toBe(1006);
    expect(all.reduce((sum, { cel }) => sum + cel.length, 0)).toBe(159);
  });
});

interface Summary {
  readonly storage: string;
  readonly fields: number;
  readonly cel: readonly { readonly path: string; readonly rule: string }[];
  readonly enums: readonly { readonly path: string; readonly values: readonly string[] }[];
  readonly bounds: readonly { readonly path: string; readonly keyword: string; readonly value: number | string }[];
  readonly required: readonly { readonly path: string; readonly fields: readonly string[] }[];
  readonly oneOf: readonly { readonly path: string; readonly group: string }[];
  readonly preserveUnknown: readonly string[];
}

/** Rules that name the same fields in another order say the same. */
function ruleShape(rule: string): string {
  return [...new Set(rule.match(/\w+/g))].sort().join(" ");
}

function schemaOf(name: string, version: string): SchemaNode {
  const schema = kinds
    .find((each) => each.name === `${name}.json`)
    ?.kind.schemas.find(({ versions }) => versions.includes(version))?.schema;
  if (schema === undefined) throw new Error(`no schema of ${name} ${version}`);
  return schema;
}

/** Every named field, those of items and map values included. */
function fieldsBelow(schema: SchemaNode): readonly Field[] {
  return allPlaces(schema).filter(({ path }) => !/[\]}]$/.test(path));
}

function allPlaces(schema: SchemaNode, path = "", whole: SchemaNode = schema): readonly Field[] {
  const below = (child: SchemaNode, childPath: string): readonly Field[] => {
    const node = resolveReference(whole, child);
    return [{ path: childPath, node, root: whole }, ...allPlaces(node, childPath, whole)];
  };
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) => below(child, path === "" ? name : `${path}.${name}`)),
    ...(schema.items === undefined ? [] : below(schema.items, `${path}[]`)),
    ...(typeof schema.additionalProperties === "object" ? below(schema.additionalProperties, `${path}{*}`) : []),
  ];
}

function isLeaf(node: SchemaNode): boolean {
  const inner = node.items ?? (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined);
  if (inner !== undefined) return inner.$ref === undefined && isLeaf(inner);
  return node.type !== "object" || node["x-freeForm"] === true;
}

function objectWithin(whole: SchemaNode, node: SchemaNode): SchemaNode {
  const resolved = resolveReference(whole, node);
  const inner = resolved.items ?? (typeof resolved.additionalProperties === "object" ? resolved.additionalProperties : undefined);
  return inner === undefined ? resolved : objectWithin(whole, inner);
}

function isValid(whole: SchemaNode, node: SchemaNode, value: JsonValue | undefined): boolean {
  const { $ref: _, ...own } = node;
  const schema: SchemaNode = whole.definitions === undefined ? own : { ...own, definitions: whole.definitions };
  return validator.violations(schema, structuredClone(value) as never).length === 0;
}

function run(args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const script = join(root, ".scripts/schemas.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script, "--out", join(scratch, "out"), ...args], { cwd: root, encoding: "utf8" });
  return { status, stderr };
}

function expectCommittedFiles(): void {
  const out = join(scratch, "out");
  expect(jsonFiles(out)).toEqual(jsonFiles(folder));
  for (const name of jsonFiles(out))
    expect(readFileSync(join(out, name), "utf8") === readFileSync(join(folder, name), "utf8"), name).toBe(true);
}

function crdWith(rule: string): string {
  const name = { type: "string", "x-kubernetes-validations": [{ rule }] };
  const spec = { type: "object", properties: { servers: { type: "array", items: { type: "object", properties: { name } } } } };
  const version = { name: "v1", served: true, schema: { openAPIV3Schema: { type: "object", properties: { spec } } } };
  return JSON.stringify({
    kind: "CustomResourceDefinition",
    spec: { group: "networking.istio.io", names: { kind: "Gateway" }, versions: [version] },
  });
}

function bundleDocuments(): readonly unknown[] {
  return parseAllDocuments(readFileSync(bundle, "utf8")).map((document) => document.toJS());
}

/** Descriptions and messages of rules. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if ((key === "description" || key === "message") && typeof child === "string") yield child;
    else yield* textsOf(child);
  }
}

function sixWords(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z0-9_.@/'-]*[a-z0-9]/g) ?? [];
  return words.slice(5).map((_, at) => words.slice(at, at + 6).join(" "));
}

function jsonFiles(path: string): readonly string[] {
  return readdirSync(path)
    .filter((name) => name.endsWith(".json"))
    .sort();
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
