import { isPlainMap, type Plain, type PlainMap } from "../syntax/plain";
import { resolveReference } from "./schemaAt";
import type { SchemaNode } from "./schemaNode";
import type { SchemaPath } from "./validator";

/**
 * A manifest as the API server validates it, and the paths of the nulls that it leaves out before: those of fields that are not
 * `nullable` (apiextensions-apiserver, pkg/apiserver/schema/defaulting PruneNonNullableNullsWithoutDefaults). A null in a list, in a
 * free form or for a field that the kind does not have stays, and so does one in a map: the API server leaves that entry out too, and
 * a header to match or a label to select by is gone, which nobody means.
 */
export function withoutNulls(root: SchemaNode, value: Plain): { readonly value: Plain; readonly dropped: readonly SchemaPath[] } {
  if (!hasNull(value)) return { value, dropped: [] };
  const dropped: SchemaPath[] = [];
  return { value: prune(root, root, value, [], dropped), dropped };
}

function hasNull(value: Plain): boolean {
  if (typeof value !== "object") return false;
  return value === null || Object.values(value).some(hasNull);
}

function prune(root: SchemaNode, written: SchemaNode | undefined, value: Plain, path: SchemaPath, dropped: SchemaPath[]): Plain {
  if (written === undefined || !hasNull(value)) return value;
  const schema = resolveReference(root, written);
  if (isPlainMap(value)) return pruneMap(root, schema, value, path, dropped);
  return isList(value) ? value.map((item, index) => prune(root, schema.items, item, [...path, index], dropped)) : value;
}

function pruneMap(root: SchemaNode, schema: SchemaNode, value: PlainMap, path: SchemaPath, dropped: SchemaPath[]): PlainMap {
  const kept: [string, Plain][] = [];
  for (const [key, entry] of Object.entries(value)) {
    const { named, schema: child } = childOf(root, schema, key);
    const at = [...path, key];
    if (entry === null && named && child?.nullable !== true) dropped.push(at);
    else kept.push([key, prune(root, child, entry, at, dropped)]);
  }
  return Object.fromEntries(kept);
}

/** The schema of an entry, and whether it is that of a field by this name. */
function childOf(root: SchemaNode, schema: SchemaNode, key: string): { readonly named: boolean; readonly schema: SchemaNode | undefined } {
  const field = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties?.[key] : undefined;
  if (field !== undefined) return { named: true, schema: resolveReference(root, field) };
  const free = schema.additionalProperties;
  return { named: false, schema: typeof free === "object" ? free : undefined };
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
