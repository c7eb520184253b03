import { code } from "../../schema/describeField";
import type { JsonValue, SchemaNode } from "../../schema/schemaNode";
import type { Candidate } from "./candidate";
import type { Item } from "./keys";
import type { Insertion } from "./site";
import { writeScalar } from "./write";

/** The values that a schema names: of enums all, of booleans that first which is not the default, else the example and the default. */
export function schemaCandidates(schema: SchemaNode): readonly Candidate[] {
  if (schema.enum !== undefined) return enumCandidates(schema);
  if (schema.type === "boolean") {
    const values = schema["x-default"] === true ? ["false", "true"] : ["true", "false"];
    return values.map((value) => ({
      value,
      kind: "enum",
      literal: true,
      ...(String(schema["x-default"]) === value ? { detail: "default" } : {}),
    }));
  }
  return [...illustration(schema, schema["x-example"], "example"), ...illustration(schema, schema["x-default"], "default")];
}

/** Values that stand for themselves, with their documentation. */
export function scalarItems(insertion: Insertion, candidates: readonly Candidate[]): readonly Item[] {
  return candidates.map(({ value, kind, literal, detail, documentation, deprecated }) => ({
    label: value,
    kind,
    ...writeScalar(insertion, value, literal === true),
    snippet: false,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(deprecated === true ? { deprecated } : {}),
  }));
}

function enumCandidates(schema: SchemaNode): readonly Candidate[] {
  const docs = schema["x-enumDocs"] ?? {};
  const old = schema["x-enumDeprecated"] ?? {};
  const values = [...new Set([...Object.keys(docs), ...(schema.enum ?? [])])].filter((value) => schema.enum?.includes(value));
  const current = values.filter((value) => old[value] === undefined);
  return [...current, ...values.filter((value) => old[value] !== undefined)].map((value) => {
    const notice = old[value] === undefined ? undefined : `**Deprecated.** ${old[value]}`;
    const documentation = [notice, docs[value]].filter((part) => part !== undefined).join("\n\n");
    return {
      value,
      kind: "enum" as const,
      ...(schema["x-default"] === value ? { detail: "default" } : {}),
      ...(documentation === "" ? {} : { documentation }),
      ...(notice === undefined ? {} : { deprecated: true }),
    };
  });
}

function illustration(schema: SchemaNode, value: JsonValue | undefined, detail: string): readonly Candidate[] {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return [];
  if (schema.format === "int32" && Number(value) >= 2 ** 31) return []; // what Envoy takes for "no limit", more than the field can hold
  const literal = typeof value !== "string" || schema.type === "integer" || schema.type === "number";
  const documentation = `${detail === "example" ? "An example value" : "What counts when the field is left out"}: ${code(value)}`;
  return [{ value: String(value), kind: "value", detail, documentation, ...(literal ? { literal } : {}) }];
}
