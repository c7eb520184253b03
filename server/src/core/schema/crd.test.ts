import { describe, expect, it } from "vitest";
import { compareVersions, fingerprint, structureOfCrd } from "./crd";
import type { SchemaNode } from "./schemaNode";

const noStar = fingerprint("no star in me");

describe("structureOfCrd", () => {
  it("reads names, scope and served versions, the preferred one first", () => {
    const { kind } = read([version("v1alpha3", {}), version("v1", {}), { ...version("v2", {}), served: false }, version("v1beta1", {})]);
    expect(kind).toMatchObject({ group: "example.io", kind: "Thing", plural: "things", shortNames: ["th"], scope: "Cluster" });
    expect(kind.versions).toEqual(["v1", "v1beta1", "v1alpha3"]);
    expect(kind.schemas.map(({ versions }) => versions)).toEqual([["v1", "v1beta1", "v1alpha3"]]);
  });

  it("keeps versions of different structure apart", () => {
    const { kind } = read([version("v1", { a: { type: "string" } }), version("v1alpha1", { b: { type: "string" } })]);
    expect(kind.schemas.map(({ versions }) => versions)).toEqual([["v1"], ["v1alpha1"]]);
  });

  it("takes types, bounds, enums and formats, and leaves every text behind", () => {
    const size = { type: "integer", format: "int32", minimum: 1, maximum: 9, nullable: true, description: "how big", title: "size" };
    const mode = { type: "string", enum: ["A", "B"], minLength: 1, maxLength: 2, pattern: "^[AB]$" };
    expect(specOf({ size, mode }).properties).toEqual({
      size: { type: "integer", nullable: true, format: "int32", minimum: 1, maximum: 9 },
      mode,
    });
  });

  it("closes objects, opens maps, and leaves free what the API server preserves", () => {
    const spec = specOf({
      closed: { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
      map: { type: "object", additionalProperties: { type: "integer" } },
      free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      port: { anyOf: [{ type: "integer" }, { type: "string" }], "x-kubernetes-int-or-string": true },
    });
    expect(spec.properties).toEqual({
      closed: { type: "object", properties: { a: { type: "string" } }, additionalProperties: false, required: ["a"] },
      map: { type: "object", additionalProperties: { type: "integer" } },
      free: { type: "object", "x-freeForm": true },
      port: { type: ["integer", "string"], "x-intOrString": true },
    });
  });

  it("tells at most one from exactly one, and finds several groups below allOf", () => {
    const none = (...names: string[]) => ({ not: { anyOf: names.map((name) => ({ required: [name] })) } });
    const some = (...names: string[]) => names.map((name) => ({ required: [name] }));
    const spec = specOf({
      most: { type: "object", oneOf: [none("a", "b"), ...some("a", "b")] },
      exactly: { type: "object", oneOf: some("a", "b") },
      both: { type: "object", allOf: [{ oneOf: [none("a", "b"), ...some("a", "b")] }, { oneOf: [none("c", "d"), ...some("c", "d")] }] },
      single: { type: "object", oneOf: [none("a"), ...some("a")] },
    });
    expect(spec.properties?.most).toMatchObject({ "x-oneOf": [["a", "b"]] });
    expect(spec.properties?.most).not.toHaveProperty("x-oneOfRequired");
    expect(spec.properties?.exactly).toMatchObject({ "x-oneOf": [["a", "b"]], "x-oneOfRequired": true });
    expect(spec.properties?.both).toMatchObject({
      "x-oneOf": [
        ["a", "b"],
        ["c", "d"],
      ],
    });
    expect(spec.properties?.single).not.toHaveProperty("x-oneOf");
  });

  it("puts the named constraint of a rule in its place, once, and that of list keys", () => {
    const rule = { rule: "no  star\n in me", message: "text" };
    const spec = specOf({
      host: { type: "string", "x-kubernetes-validations": [rule, { rule: "no star in me" }] },
      ports: { type: "array", items: { type: "object" }, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] },
      tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
    });
    expect(spec.properties?.host).toEqual({ type: "string", "x-constraints": [{ name: "noWildcard" }] });
    expect(spec.properties?.ports).toMatchObject({ "x-listMapKeys": ["name"], "x-constraints": [{ name: "uniqueBy", fields: ["name"] }] });
    expect(spec.properties?.tags).toMatchObject({ uniqueItems: true });
  });

  it("reports rules and keywords that it does not know, with their places", () => {
    const items = { type: "object", properties: { a: { type: "string", "x-kubernetes-validations": [{ rule: "other" }] } } };
    const { gaps } = read([
      version("v1", {
        list: { type: "array", items },
        map: { type: "object", additionalProperties: { type: "number", multipleOf: 2 } },
        odd: { type: "object", oneOf: [{ required: ["a", "b"] }] },
      }),
    ]);
    expect(gaps).toEqual([
      { kind: "Thing", version: "v1", place: "spec.list[].a", reason: "rule", what: fingerprint("other") },
      { kind: "Thing", version: "v1", place: "spec.map{*}", reason: "keyword", what: "multipleOf" },
      { kind: "Thing", version: "v1", place: "spec.odd", reason: "keyword", what: "oneOf" },
    ]);
  });

  it.each([undefined, null, "text", {}, { kind: "Deployment", spec: {} }, { kind: "CustomResourceDefinition", spec: { group: "a" } }])(
    "is undefined for %j",
    (object) => {
      expect(structureOfCrd(object, {})).toBeUndefined();
    },
  );
});

describe("compareVersions", () => {
  it("sorts as Kubernetes does", () => {
    const sorted = ["foo10", "v12alpha1", "v3beta1", "v1", "v11alpha2", "v10", "v2", "v10beta3", "foo1"].sort(compareVersions);
    expect(sorted).toEqual(["v10", "v2", "v1", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10"]);
  });
});

describe("fingerprint", () => {
  it("is FNV-1a in 64 bits", () => {
    expect(fingerprint("")).toBe("cbf29ce484222325");
    expect(fingerprint("a")).toBe("af63dc4c8601ec8c");
    expect(fingerprint("foobar")).toBe("85944171f73967e8");
  });

  it("does not depend on white space", () => {
    expect(fingerprint(" a ||\n   b\n")).toBe(fingerprint("a || b"));
  });
});

function version(name: string, properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const openAPIV3Schema = {
    type: "object",
    required: ["spec"],
    properties: { spec: { type: "object", properties }, status: { type: "object" } },
  };
  return { name, served: true, schema: { openAPIV3Schema } };
}

function read(versions: readonly unknown[]): NonNullable<ReturnType<typeof structureOfCrd>> {
  const names = { kind: "Thing", plural: "things", shortNames: ["th"] };
  const crd = { kind: "CustomResourceDefinition", spec: { group: "example.io", names, scope: "Cluster", versions } };
  const structure = structureOfCrd(crd, { [noStar]: { name: "noWildcard" } });
  if (structure === undefined) throw new Error("not read");
  return structure;
}

/** The schema of `spec` with these properties. */
function specOf(properties: Readonly<Record<string, unknown>>): SchemaNode {
  const schema = read([version("v1", properties)]).kind.schemas[0]?.schema;
  expect(schema).toMatchObject({ type: "object", required: ["spec"] });
  expect(Object.keys(schema?.properties ?? {})).toEqual(["spec"]);
  return schema?.properties?.spec ?? {};
}
