import { resolveReference } from "./schemaAt";
import type { SchemaNode } from "./schemaNode";

/**
 * A path of keys and indices in the notation of schemas/docs: `spec.http[].match[].headers{*}.exact`, where `[]` are the items of
 * a list and `{*}` the values of a map with free keys. Undefined where the schema has nothing of the sort.
 */
export function fieldPath(root: SchemaNode, path: readonly (string | number)[]): string | undefined {
  let schema = resolveReference(root, root);
  let written = "";
  for (const step of path) {
    const property = typeof step === "string" ? schema.properties?.[step] : undefined;
    const next = property ?? (typeof step === "number" ? schema.items : freeValues(schema));
    if (next === undefined) return undefined;
    if (property !== undefined) written += written === "" ? step : `.${step}`;
    else written += typeof step === "number" ? "[]" : "{*}";
    schema = resolveReference(root, next);
  }
  return written;
}

function freeValues(schema: SchemaNode): SchemaNode | undefined {
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}
