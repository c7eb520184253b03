import { describeField, typeOf } from "../../schema/describeField";
import { excludedFields, fieldsOf, resolveReference } from "../../schema/schemaAt";
import type { SchemaNode } from "../../schema/schemaNode";
import type { CompletionItem } from "../results";
import type { Candidate } from "./candidate";
import type { Insertion } from "./site";
import type { ListStyle, Target } from "./target";
import { writeKey } from "./write";

/** An item without its place in the list. */
export type Item = Omit<CompletionItem, "rank">;

/** The fields that the mapping may still take, required ones first, at the end rivals of what is there and deprecated ones. */
export function fieldItems(
  target: Target,
  style: ListStyle,
  rivals: ReadonlySet<string>,
  meaning: (field: string) => boolean,
): readonly Item[] {
  const { root, schema, present, insertion } = target;
  const excluded = excludedFields(schema, present);
  const fields = fieldsOf(root, schema).filter(({ name }) => !present.has(name) && !excluded.has(name));
  const order = ({ name, schema: field, required }: (typeof fields)[number]): number => {
    if (field["x-deprecated"] !== undefined) return 4;
    if (rivals.has(name)) return 3;
    if (required) return 0;
    return isUsual(target.field, name) ? 1 : 2;
  };
  return [...fields]
    .sort((a, b) => order(a) - order(b))
    .map(({ name, schema: field, required }) => {
      const opening = openingOf(root, field, insertion, style);
      const path = target.field === "" ? name : `${target.field}.${name}`;
      return {
        label: name,
        kind: "key",
        ...writeKey(insertion, name, opening.lines),
        snippet: opening.snippet,
        detail: required ? `${typeOf(root, field)}, required` : typeOf(root, field),
        documentation: describeField(root, { name, schema: field, required, excludes: excludesOf(schema, name) }),
        ...(field["x-deprecated"] === undefined ? {} : { deprecated: true }),
        ...(!insertion.colonFollows && hasSuggestions(root, field, path, meaning) ? { triggerNext: true } : {}),
      };
    });
}

/** Keys of a map with free keys. */
export function freeKeyItems(
  { root, schema, present, insertion }: Target,
  candidates: readonly Candidate[],
  style: ListStyle,
): readonly Item[] {
  const values = schema.additionalProperties;
  if (typeof values !== "object") return [];
  const opening = openingOf(root, resolveReference(root, values), insertion, style);
  return candidates
    .filter(({ value }) => !present.has(value))
    .map(({ value, kind, detail, documentation }) => ({
      label: value,
      kind,
      ...writeKey(insertion, value, opening.lines),
      snippet: opening.snippet,
      ...(detail === undefined ? {} : { detail }),
      ...(documentation === undefined ? {} : { documentation }),
      ...(insertion.colonFollows ? {} : { triggerNext: true }),
    }));
}

/** The fields that cannot stand beside one. */
function excludesOf(schema: SchemaNode, name: string): readonly string[] {
  return [...excludedFields(schema, new Set([name]))];
}

/** What follows the colon of a key, so that its value can be typed. */
function openingOf(
  root: SchemaNode,
  schema: SchemaNode,
  { flow, colonFollows }: Insertion,
  style: ListStyle,
): { readonly lines: readonly string[]; readonly snippet: boolean } {
  if (colonFollows) return { lines: [""], snippet: false };
  const isList = schema.type === "array";
  if (!isList && schema.type !== "object") return { lines: [" "], snippet: false };
  if (flow) return { lines: [isList ? " [$0]" : " {$0}"], snippet: true };
  if (!isList) return { lines: ["", "  "], snippet: false };
  const items = schema.items === undefined ? undefined : resolveReference(root, schema.items);
  const nested = items?.type === "array" ? "- " : "";
  return { lines: ["", `${" ".repeat(style.indent)}- ${nested}`], snippet: false };
}

/** Paths are mostly compared by prefix; everywhere else the shared order of these conditions is right. */
function isUsual(mapping: string, field: string): boolean {
  return field === "prefix" && /\.uri$/.test(mapping);
}

/** Whether completion has something to say behind the key: then the editor asks for it. */
function hasSuggestions(root: SchemaNode, schema: SchemaNode, field: string, meaning: (field: string) => boolean): boolean {
  if (meaning(field)) return true;
  if (schema.type === "array") {
    return schema.items !== undefined && hasSuggestions(root, resolveReference(root, schema.items), `${field}[]`, meaning);
  }
  if (schema.type === "object") return schema.properties !== undefined;
  return schema.type === "boolean" || schema.enum !== undefined || schema["x-example"] !== undefined;
}
