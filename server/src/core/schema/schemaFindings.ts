import type { Resource } from "../model/resource";
import type { LocalFinding } from "../rules/finding";
import type { Node } from "../syntax/node";
import { entryOf } from "../syntax/node";
import { similarNames } from "../text/similar";
import type { Span } from "../text/span";
import { isDuration } from "./describeField";
import { type Located, locate, valueSpan } from "./locate";
import { misplacedKey } from "./misplacedKey";
import { fieldsOf, schemaAt } from "./schemaAt";
import { changeFix, quoteFix, removeEntryFix, unquoteFix } from "./schemaFixes";
import type { SchemaNode } from "./schemaNode";
import type { SchemaPath, SchemaViolation } from "./validator";

/** What is needed to say where a violation stands and what to do about it. */
export interface ViolationContext {
  readonly text: string;
  /** The manifest's root mapping. */
  readonly root: Node;
  readonly schema: SchemaNode;
  readonly resource: Resource;
}

/** Turns a violation of the schema into a finding on the offending key or value. */
export function schemaFinding(violation: SchemaViolation, context: ViolationContext): LocalFinding {
  const place = locate(context.root, violation.path);
  switch (violation.keyword) {
    case "unknown":
      return unknownField(violation.field, place, context);
    case "required":
      return {
        ...at(place.keySpan, context),
        code: "schema-required",
        message:
          `${describe(place)} needs a field "${violation.field}". ${firstSentence(childSchema(context, place, violation.field))}`.trimEnd(),
      };
    case "type":
      return wrongType(violation.types, place, context);
    case "enum":
      return notAllowed(violation.values, place, context);
    case "bound":
      return { ...at(valueSpan(place), context), code: "schema-bound", message: `${describe(place)} must be ${violation.limit}.` };
    case "pattern":
      return {
        ...at(valueSpan(place), context),
        code: "schema-pattern",
        message: `${describe(place)} does not have the form required (${violation.pattern}).`,
      };
    case "one-of":
      return oneOf(violation.group, violation.present, place, context);
    case "constraint":
      return {
        ...at(violation.on === "key" ? place.keySpan : valueSpan(place), context),
        code: "schema-constraint",
        message: violation.message,
      };
  }
}

/** A key without value: an error where the field is required, else a slip, because the API server leaves the field out. */
export function nullFinding(path: SchemaPath, use: "required" | "left out", context: ViolationContext): LocalFinding {
  const place = locate(context.root, path);
  const type = schemaAt(context.schema, place.path)?.schema.type;
  const wanted = (typeof type === "string" ? [type] : (type ?? [])).map(typeInWords).join(" or ") || "a value";
  return {
    ...at(valueSpan(place), context),
    code: "schema-type",
    ...(use === "required"
      ? { message: `${describe(place)} has no value, so the API server rejects the object: the field is required. Write ${wanted}.` }
      : {
          level: "warning",
          message: `${describe(place)} has no value, which to the API server is as if it were not there. Write ${wanted}, or remove the key.`,
          fixes: () =>
            place.entry === undefined ? [] : removeEntryFix(context, locate(context.root, path.slice(0, -1)).node, place.entry),
        }),
  };
}

function at(span: Span, context: ViolationContext): { readonly at: Span; readonly resource: Resource } {
  return { at: span, resource: context.resource };
}

function unknownField(field: string, place: Located, context: ViolationContext): LocalFinding {
  const entry = entryOf(place.node, field);
  const span = entry?.key.span ?? place.keySpan;
  const misplaced = entry === undefined ? undefined : misplacedKey(entry, place.node, place.path, context);
  if (misplaced !== undefined) return { ...at(span, context), code: "schema-misplaced-key", ...misplaced };
  const schema = schemaAt(context.schema, place.path)?.schema;
  const known = schema === undefined ? [] : fieldsOf(context.schema, schema).map((one) => one.name);
  const near = similarNames(field, known).filter((name) => entryOf(place.node, name) === undefined);
  const allowed = known.length === 0 || known.length > 12 ? "" : ` It has ${known.join(", ")}.`;
  const where = place.path.length === 0 ? context.resource.gvk.kind : `"${place.name}"`;
  return {
    ...at(span, context),
    code: "schema-unknown-field",
    message: `${where} has no field "${field}".${near[0] === undefined ? allowed : ` Did you mean "${near[0]}"?`}`,
    fixes: () => [
      ...(entry === undefined
        ? []
        : [...near.flatMap((name) => changeFix(context.resource, entry.key, name)), ...removeEntryFix(context, place.node, entry)]),
    ],
  };
}

function wrongType(types: readonly string[], place: Located, context: ViolationContext): LocalFinding {
  const wanted = types.filter((type) => type !== "null").map(typeInWords);
  const { node } = place;
  if (node.kind === "scalar" && node.value === null) {
    return {
      ...at(valueSpan(place), context),
      code: "schema-type",
      message: `${describe(place)} has no value: write ${wanted.join(" or ")}, or remove it. The API server refuses null in a list, and leaves an entry of a map out.`,
    };
  }
  const read =
    node.kind === "scalar" ? `${typeOfScalar(node.value)} (${JSON.stringify(node.value)})` : node.kind === "map" ? "a mapping" : "a list";
  const unit = schemaAt(context.schema, place.path)?.schema;
  if (node.kind === "scalar" && typeof node.value === "number" && unit !== undefined && isDuration(unit)) {
    return {
      ...at(valueSpan(place), context),
      code: "schema-type",
      message: `${describe(place)} must be a duration with a unit, such as ${node.source}s; ${node.source} is a number to kubectl.`,
      fixes: () => changeFix(context.resource, node, `${node.source}s`),
    };
  }
  const quotable = types.includes("string") && node.kind === "scalar" && node.value !== null;
  return {
    ...at(valueSpan(place), context),
    code: "schema-type",
    message: quotable
      ? `${describe(place)} must be text, but ${node.source} without quotes is ${read} to kubectl. Put it in quotes.`
      : `${describe(place)} must be ${wanted.join(" or ")}, not ${read}.`,
    fixes: () => (quotable ? [quoteFix(context.resource, node)] : unquote(types, node, context)),
  };
}

/** A quoted number where a number is wanted. */
function unquote(types: readonly string[], node: Node, context: ViolationContext) {
  if (node.kind !== "scalar" || node.style === "plain" || typeof node.value !== "string") return [];
  const numeric = (types.includes("integer") || types.includes("number")) && /^-?\d+$/.test(node.value);
  const flag = types.includes("boolean") && /^(true|false)$/.test(node.value);
  return numeric || flag ? [unquoteFix(context.resource, node)] : [];
}

function notAllowed(values: readonly string[], place: Located, context: ViolationContext): LocalFinding {
  const span = valueSpan(place);
  const written = place.node.kind === "scalar" ? place.node.source : "";
  const offered = values.filter((value) => value !== "");
  const near = similarNames(written, offered);
  const sameLetters = offered.find((value) => plainLetters(value) === plainLetters(written));
  const best = sameLetters === undefined ? near : [sameLetters];
  return {
    ...at(span, context),
    code: "schema-enum",
    message: `"${written}" is no value of "${place.name}": ${offered.length > 10 ? `${offered.slice(0, 10).join(", ")}, …` : offered.join(", ")}.${best[0] === undefined ? "" : ` Did you mean ${best[0]}?`}`,
    fixes: () => best.flatMap((value) => changeFix(context.resource, place.node, value, sameLetters === undefined ? "suggestion" : "safe")),
  };
}

function oneOf(group: readonly string[], present: readonly string[], place: Located, context: ViolationContext): LocalFinding {
  if (present.length === 0) {
    return { ...at(place.keySpan, context), code: "schema-one-of", message: `${describe(place)} needs one of ${group.join(", ")}.` };
  }
  const second = present.map((field) => entryOf(place.node, field)).filter((entry) => entry !== undefined);
  const last = second.reduce((a, b) => (a.key.span.start > b.key.span.start ? a : b));
  return {
    ...at(last.key.span, context),
    code: "schema-one-of",
    message: `Only one of ${group.filter((field) => present.includes(field)).join(", ")} may be set in ${describe(place)}: remove all but one.`,
    fixes: () => second.flatMap((entry) => removeEntryFix(context, place.node, entry)),
  };
}

function describe(place: Located): string {
  return place.entry === undefined && place.path.length > 0
    ? `This entry of "${place.name}"`
    : place.path.length === 0
      ? "The object"
      : `"${place.name}"`;
}

function childSchema(context: ViolationContext, place: Located, field: string): SchemaNode | undefined {
  return schemaAt(context.schema, [...place.path, field])?.schema;
}

function firstSentence(schema: SchemaNode | undefined): string {
  const text = schema?.description ?? "";
  const end = text.search(/\.\s/);
  return end < 0 ? text : text.slice(0, end + 1);
}

function plainLetters(value: string): string {
  return value.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function typeInWords(type: string): string {
  switch (type) {
    case "object":
      return "a mapping";
    case "array":
      return "a list";
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    default:
      return "text";
  }
}

function typeOfScalar(value: string | number | boolean | null): string {
  return typeof value === "number" ? "a number" : typeof value === "boolean" ? "a boolean" : "text";
}
