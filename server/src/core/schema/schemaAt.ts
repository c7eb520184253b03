import type { SchemaNode } from "./schemaNode";

/** A place in a schema: the node (references resolved, annotations of the place kept) and whether the field is required by its parent. */
export interface SchemaPlace {
  readonly schema: SchemaNode;
  readonly required: boolean;
}

/** Follows `$ref` into the definitions of `root`; what stands beside the reference overrides. */
export function resolveReference(root: SchemaNode, node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  const target = root.definitions?.[node.$ref.slice("#/definitions/".length)];
  if (target === undefined) return node;
  const { $ref: _reference, ...beside } = node;
  return { ...resolveReference(root, target), ...beside };
}

/** The schema of the value at `path` below the manifest's root, or undefined where the kind has nothing of the sort. */
export function schemaAt(root: SchemaNode, path: readonly (string | number)[]): SchemaPlace | undefined {
  let place: SchemaPlace = { schema: resolveReference(root, root), required: true };
  for (const step of path) {
    const next = childOf(root, place.schema, step);
    if (next === undefined) return undefined;
    place = next;
  }
  return place;
}

/** The fields that an object may have, in the order to offer them; empty for lists, scalars and maps with free keys. */
export function fieldsOf(
  root: SchemaNode,
  schema: SchemaNode,
): readonly { readonly name: string; readonly schema: SchemaNode; readonly required: boolean }[] {
  const properties = schema.properties ?? {};
  const names = new Set([...(schema["x-order"] ?? []), ...Object.keys(properties)]);
  return [...names].flatMap((name) => {
    const property = properties[name];
    return property === undefined
      ? []
      : [{ name, schema: resolveReference(root, property), required: schema.required?.includes(name) === true }];
  });
}

/** The fields that a one-of group forbids beside those that are already there. */
export function excludedFields(schema: SchemaNode, present: ReadonlySet<string>): ReadonlySet<string> {
  const excluded = new Set<string>();
  const groups = [
    ...(schema["x-oneOf"] ?? []),
    ...(schema["x-constraints"] ?? []).flatMap((one) => (one.name === "onlyOneOf" || one.name === "exactlyOneOf" ? [one.fields] : [])),
  ];
  for (const group of groups) {
    if (group.some((field) => present.has(field))) for (const field of group) if (!present.has(field)) excluded.add(field);
  }
  return excluded;
}

function childOf(root: SchemaNode, schema: SchemaNode, step: string | number): SchemaPlace | undefined {
  if (typeof step === "number")
    return schema.items === undefined ? undefined : { schema: resolveReference(root, schema.items), required: false };
  const property = schema.properties?.[step];
  if (property !== undefined) return { schema: resolveReference(root, property), required: schema.required?.includes(step) === true };
  const free = schema.additionalProperties;
  return typeof free === "object" ? { schema: resolveReference(root, free), required: false } : undefined;
}
