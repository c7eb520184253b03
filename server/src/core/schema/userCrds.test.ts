import { expect, test } from "vitest";
import { createSchemas } from "./bundled";
import { SchemaCatalog } from "./catalog";
import { schemaAt } from "./schemaAt";
import { readUserCrds } from "./userCrds";

const crd = (extra: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gateways.networking.istio.io}
spec:
  group: networking.istio.io
  names: {kind: Gateway, plural: gateways}
  scope: Namespaced
  versions:
  - name: v9
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              selector: {type: object, additionalProperties: {type: string}}
              ${extra}
`;

test("structure comes from the user's file, documentation from the bundled kind", () => {
  const { kinds, problems } = readUserCrds(crd("shiny: {type: boolean}"));
  expect(problems).toEqual([]);
  const { catalog } = createSchemas(kinds);
  const schema = catalog.schemaOf({ group: "networking.istio.io", version: "v9", kind: "Gateway" });
  expect(schema).toBeDefined();
  if (schema === undefined) return;
  expect(schemaAt(schema, ["spec", "shiny"])?.schema.type).toBe("boolean");
  expect(schemaAt(schema, ["spec", "servers"])).toBeUndefined();
  expect(schemaAt(schema, ["spec", "selector"])?.schema.description).toMatch(/Labels of the pods/);
  expect(schemaAt(schema, ["metadata", "name"])).toBeDefined();
  expect(catalog.schemaOf({ group: "networking.istio.io", version: "v1", kind: "Gateway" })).toBeUndefined();
});

test("a List of definitions and several documents are read", () => {
  const list = `kind: List\nitems:\n- ${crd("a: {type: string}").trimEnd().replaceAll("\n", "\n  ")}\n---\n${crd("b: {type: string}").replace("kind: Gateway,", "kind: Other,")}`;
  expect(readUserCrds(list).kinds.map((kind) => kind.kind)).toEqual(["Gateway", "Other"]);
});

test("a kind that is not bundled gets the root that every object has", () => {
  const { kinds } = readUserCrds(crd("a: {type: string}").replace("kind: Gateway,", "kind: Other,"));
  const schema = new SchemaCatalog(kinds).schemaOf({ group: "networking.istio.io", version: "v9", kind: "Other" });
  expect(schema?.required).toEqual(["apiVersion", "kind", "metadata"]);
  expect(schema?.properties?.kind?.enum).toEqual(["Other"]);
});

test("a file without definitions says so", () => {
  expect(readUserCrds("kind: Service\n").problems).toEqual(["it holds no CustomResourceDefinition"]);
  expect(readUserCrds("").problems).toHaveLength(1);
});
