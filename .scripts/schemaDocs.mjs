/**
 * Our documentation of the fields (schemas/docs, schemas/handwritten) and how it is joined to the structure of a schema.
 *
 * A documentation file maps field paths to entries. Fields stand in the order in which people use them, which becomes the
 * order of completion. `[]` in a path means the items of a list, `{*}` the values of a map. An entry with `use` takes the
 * fields of a shared group below its path (below its items or values, where the field is a list or map of objects).
 */
import { mapChildren } from "./schemaTree.mjs";

const noDocumentation = { entry: {}, children: new Map() };

/**
 * The entries of `fields` as a tree of names, `[]` and `{*}`. `suffixOf(path, entry)` says whether a used group describes the
 * field itself (""), its items ("[]") or its values ("{*}").
 */
export function documentationTree(fields, groups, suffixOf, problems) {
  const root = { entry: {}, children: new Map() };
  const place = (path, given, using) => {
    const entry = typeof given === "string" ? { doc: given } : given;
    const node = segmentsOf(path).reduce(childOf, root);
    node.entry = { ...node.entry, ...entry };
    if (entry.use === undefined) return;
    const group = groups.get(entry.use);
    if (group === undefined || using.includes(entry.use)) {
      problems.push(`${path}: ${group === undefined ? "there is no" : "endless use of"} shared group ${entry.use}`);
      return;
    }
    const base = `${path}${suffixOf(path, entry)}`;
    for (const [name, child] of Object.entries(group.fields)) place(`${base}.${name}`, child, [...using, entry.use]);
  };
  for (const [path, entry] of Object.entries(fields)) place(path, entry, []);
  return root;
}

/** `spec.http[].match{*}` as spec, http, [], match, {*}. */
export function segmentsOf(path) {
  return path.split(".").flatMap((part) => part.match(/\[\]|\{\*\}|[^[\]{}]+/g) ?? []);
}

/**
 * Puts the documentation of `tree` on the nodes of a schema. What is missing (a field, an example, an enum value) goes to
 * `state.problems`, documentation that found its field to `state.used`; `state.groupOf` remembers the shared group of a node.
 */
export function joinDocumentation(schema, tree, state, path = "") {
  state.used.add(tree);
  const { entry, children } = tree;
  const names = Object.keys(schema.properties ?? {});
  for (const name of names) {
    if (children.get(name)?.entry.doc === undefined) state.problems.push(`${childPath(path, name)}: no documentation`);
  }
  const isDeprecated = (name) => children.get(name)?.entry.deprecated !== undefined;
  const node = {
    ...documentationOf(schema, entry, path, state.problems),
    ...(names.length > 1 ? { "x-order": orderOf(names, [...children.keys()], schema.required ?? [], isDeprecated) } : {}),
    ...mapChildren(schema, (child, segment) =>
      joinDocumentation(child, children.get(segment) ?? noDocumentation, state, childPath(path, segment)),
    ),
  };
  if (entry.use !== undefined) state.groupOf.set(objectWithin(node), entry.use);
  return node;
}

/** Documentation below `tree` that no schema had a field for, as paths. */
export function unusedPaths(tree, used, path = "") {
  return [...tree.children].flatMap(([segment, child]) =>
    used.has(child) ? unusedPaths(child, used, childPath(path, segment)) : [childPath(path, segment)],
  );
}

function childOf(node, segment) {
  if (!node.children.has(segment)) node.children.set(segment, { entry: {}, children: new Map() });
  return node.children.get(segment);
}

function documentationOf(schema, entry, path, problems) {
  const enumDocs = enumDocsOf(schema, entry, path, problems);
  const example = entry.example ?? impliedExample(schema, entry, enumDocs);
  if (example === undefined && isLeaf(schema) && !/[\]}]$/.test(path)) problems.push(`${path}: no example`);
  return {
    ...(entry.doc === undefined ? {} : { description: entry.doc }),
    ...(entry.default === undefined ? {} : { "x-default": entry.default }),
    ...(example === undefined ? {} : { "x-example": example }),
    ...(entry.deprecated === undefined ? {} : { "x-deprecated": entry.deprecated }),
    ...(enumDocs === undefined ? {} : { "x-enumDocs": enumDocs }),
    ...(entry.enumDeprecated === undefined ? {} : { "x-enumDeprecated": entry.enumDeprecated }),
  };
}

function enumDocsOf(schema, entry, path, problems) {
  const values = schema.enum ?? [];
  const documented = Object.keys(entry.enum ?? {});
  const missing = entry.selfExplanatory === true || values.length < 2 ? [] : values.filter((value) => !documented.includes(value));
  problems.push(...missing.map((value) => `${path}: no documentation of the value ${value}`));
  for (const value of documented) if (!values.includes(value)) problems.push(`${path}: ${value} is documented, but not possible`);
  return documented.length === 0 ? undefined : entry.enum;
}

function impliedExample(schema, entry, enumDocs) {
  if (schema.type === "boolean") return entry.default !== true;
  return enumDocs === undefined ? schema.enum?.[0] : Object.keys(enumDocs)[0];
}

/** A field that holds no further named fields: a scalar, a list or map of scalars, or anything. */
function isLeaf(schema) {
  const inner = schema.items ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined);
  return inner === undefined ? schema.type !== "object" || schema["x-freeForm"] === true : isLeaf(inner);
}

/** Required fields first, deprecated ones last, in between as the documentation lists them. */
function orderOf(names, listed, required, isDeprecated) {
  const rank = (name) => (required.includes(name) ? 0 : isDeprecated(name) ? 2 : 1);
  const position = (name) => (listed.includes(name) ? listed.indexOf(name) : listed.length);
  return [...names].sort((a, b) => rank(a) - rank(b) || position(a) - position(b));
}

function objectWithin(node) {
  if (node.items !== undefined) return objectWithin(node.items);
  return node.properties === undefined && typeof node.additionalProperties === "object" ? objectWithin(node.additionalProperties) : node;
}

function childPath(path, segment) {
  return path === "" || segment === "[]" || segment === "{*}" ? `${path}${segment}` : `${path}.${segment}`;
}
