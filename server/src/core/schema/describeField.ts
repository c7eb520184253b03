import { parseDuration } from "../model/duration";
import type { Constraint } from "./constraints";
import { resolveReference } from "./schemaAt";
import type { JsonValue, SchemaNode } from "./schemaNode";

export interface FieldDescription {
  readonly name: string;
  /** References resolved. */
  readonly schema: SchemaNode;
  readonly required: boolean;
  /** Fields of the same mapping that exclude this one. */
  readonly excludes: readonly string[];
  /** Without what helps to choose a value: for a value that is there. */
  readonly brief?: boolean;
}

/** The documentation of a field as Markdown: what it does, type, default, bounds, values, example. */
export function describeField(root: SchemaNode, { name, schema, required, excludes, brief = false }: FieldDescription): string {
  const head = [`**${name}**`, typeOf(root, schema), ...(required ? ["required"] : [])].join(" · ");
  const deprecated = schema["x-deprecated"];
  const facts = [
    ...(schema["x-default"] === undefined ? [] : [`Default: ${code(schema["x-default"])}`]),
    ...limitsOf(schema),
    ...(excludes.length === 0 ? [] : [`Not together with ${excludes.map(code).join(", ")}`]),
    ...(brief ? [] : exampleOf(schema)),
  ];
  return [
    head,
    ...(deprecated === undefined ? [] : [`**Deprecated.** ${deprecated}`]),
    ...(schema.description === undefined ? [] : [schema.description]),
    ...(facts.length === 0 ? [] : [facts.map((fact) => `${fact}.`).join(" ")]),
    ...(brief ? [] : valuesOf(schema)),
  ].join("\n\n");
}

/** The type in words: `string`, `list of strings`, `mapping`, `duration`. */
export function typeOf(root: SchemaNode, schema: SchemaNode): string {
  if (schema.enum !== undefined && schema.enum.length > 1) return "enum";
  switch (schema.type) {
    case "array": {
      const items = schema.items === undefined ? undefined : resolveReference(root, schema.items);
      return items?.type === "object" ? "list of mappings" : `list of ${typeof items?.type === "string" ? items.type : "value"}s`;
    }
    case "object": {
      const values = schema.additionalProperties;
      if (typeof values !== "object") return "mapping";
      const value = resolveReference(root, values);
      return value.type === "object" ? "mapping with free keys" : `mapping of ${typeof value.type === "string" ? value.type : "value"}s`;
    }
    case undefined:
      return "any value";
    case "string":
      return isDuration(schema) ? "duration" : "string";
    case "integer":
    case "number":
    case "boolean":
      return schema.type;
    default:
      return "integer or string";
  }
}

/** Whether a text is a duration such as `5s`: by its bounds, else by its example. */
export function isDuration(schema: SchemaNode): boolean {
  const example = schema["x-example"] ?? schema["x-default"];
  const bounded = schema["x-constraints"]?.some((one) => one.name === "minDuration") === true;
  return bounded || (typeof example === "string" && parseDuration(example) !== undefined);
}

/** A value as Markdown code. */
export function code(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const ticks = text.includes("`") ? "``" : "`";
  return text === "" ? '`""`' : `${ticks}${text.startsWith("`") ? " " : ""}${text}${text.endsWith("`") ? " " : ""}${ticks}`;
}

function exampleOf(schema: SchemaNode): readonly string[] {
  const example = schema["x-example"];
  const isObvious = schema.type === "boolean" || schema.enum !== undefined;
  return example === undefined || isObvious || JSON.stringify(example) === "{}" ? [] : [`Example: ${code(example)}`];
}

function valuesOf(schema: SchemaNode): readonly string[] {
  if (schema.enum === undefined || schema.enum.length < 2) return [];
  const docs = schema["x-enumDocs"] ?? {};
  const old = schema["x-enumDeprecated"] ?? {};
  const order = [...new Set([...Object.keys(docs), ...schema.enum])].filter((value) => schema.enum?.includes(value));
  const lines = order.map((value) => {
    const notice = old[value] === undefined ? "" : ` Deprecated: ${old[value]}`;
    return `- ${code(value)}${docs[value] === undefined ? "" : `: ${docs[value]}`}${notice}`;
  });
  return [lines.join("\n")];
}

function limitsOf(schema: SchemaNode): readonly string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, minProperties, maxProperties, pattern } = schema;
  return [
    ...range(minimum, maximum, (text) => text),
    ...range(minLength, maxLength, (text) => `${text} characters`),
    ...range(minItems, maxItems, (text) => `${text} items`),
    ...range(minProperties, maxProperties, (text) => `${text} keys`),
    ...(pattern === undefined ? [] : [`Has to match ${code(pattern)}`]),
    ...(schema.uniqueItems === true ? ["No item twice"] : []),
    ...(schema["x-constraints"] ?? []).flatMap(constraintWords),
  ];
}

function range(low: number | undefined, high: number | undefined, words: (text: string) => string): readonly string[] {
  if (low !== undefined && high !== undefined) return [`From ${words(`${low} to ${high}`)}`];
  if (low !== undefined) return low === 0 ? [] : [`At least ${words(String(low))}`];
  return high === undefined ? [] : [`At most ${words(String(high))}`];
}

/** What a constraint asks of the value itself; those between fields are told where they are broken. */
function constraintWords(constraint: Constraint): readonly string[] {
  switch (constraint.name) {
    case "minDuration":
      return [`At least ${code(constraint.min)}`];
    case "portNumber":
      return ["From 1 to 65535"];
    case "uniqueBy":
      return [`No two items with the same ${constraint.fields.join(" and ")}`];
    case "urlScheme":
      return [`Starts with ${constraint.schemes.map((scheme) => code(`${scheme}://`)).join(" or ")}`];
    case "oneOfValues":
      return [
        `One of ${constraint.values
          .filter((value) => value !== "")
          .map(code)
          .join(", ")}`,
      ];
    case "noWildcard":
    case "noWildcardKeys":
      return ["No wildcard"];
    case "atLeastOneOf":
    case "exactlyOneOf":
      return [`Needs one of ${constraint.fields.map(code).join(", ")}`];
    default:
      return [];
  }
}
