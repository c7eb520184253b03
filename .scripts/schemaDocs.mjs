/**
 * Our documentation of the fields (schemas/docs, schemas/handwritten) and how it is joined to the structure of a schema.
 *
 * A documentation file maps field paths to entries. Fields stand in the order in which people use them, which becomes the
 * order of completion. `[]` in a path means the items of a list, `{*}` the values of a map. An entry with `use` takes the
 * fields of a shared group below its path (below its items or values, where the field is a list or map of objects).
 *
 * @typedef {import("../server/src/core/schema/schemaNode").SchemaNode} SchemaNode
 * @typedef {import("../server/src/core/schema/schemaNode").JsonValue} JsonValue
 *
 * @typedef {object} Entry what is said of a field; the last eight in handwritten files only
 * @property {string} [doc]
 * @property {JsonValue} [example]
 * @property {JsonValue} [default]
 * @property {string} [deprecated]
 * @property {Readonly<Record<string, string>>} [enum]
 * @property {Readonly<Record<string, string>>} [enumDeprecated]
 * @property {boolean} [selfExplanatory] the values of the enum need no documentation
 * @property {string} [use]
 * @property {string} [type]
 * @property {boolean} [required]
 * @property {boolean} [closed]
 * @property {readonly (readonly string[])[]} [oneOf]
 * @property {SchemaNode["x-constraints"]} [constraints]
 * @property {string} [pattern]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [maxLength]
 *
 * @typedef {Readonly<Record<string, string | Entry>>} Fields entries by path; a text is an entry with `doc` only
 * @typedef {{ entry: Entry, readonly children: Map<string, Tree> }} Tree
 * @typedef {ReadonlyMap<string, { readonly fields: Fields }>} Groups
 */
import { mapChildren } from "./schemaTree.mjs";

/** @type {Tree} */
const noDocumentation = { entry: {}, children: new Map() };

/**
 * The entries of `fields` as a tree of names, `[]` and `{*}`. `suffixOf(path, entry)` says whether a used group describes the
 * field itself (""), its items ("[]") or its values ("{*}").
 *
 * @param {Fields} fields
 * @param {Groups} groups
 * @param {(path: string, entry: Entry) => string} suffixOf
 * @param {string[]} problems
 */
export function documentationTree(fields, groups, suffixOf, problems) {
  /** @type {Tree} */
  const root = { entry: {}, children: new Map() };
  /** @type {(path: string, given: string | Entry, using: readonly string[]) => void} */
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

/**
 * `spec.http[].match{*}` as spec, http, [], match, {*}.
 *
 * @param {string} path
 */
export function segmentsOf(path) {
  return path.split(".").flatMap((part) => part.match(/\[\]|\{\*\}|[^[\]{}]+/g) ?? []);
}

/**
 * Puts the documentation of `tree` on the nodes of a schema. What is missing (a field, an example, an enum value) goes to
 * `state.problems`, documentation that found its field to `state.used`; `state.groupOf` remembers the shared group of a node.
 *
 * @param {SchemaNode} schema
 * @param {Tree} tree
 * @param {{ readonly problems: string[], readonly used: Set<Tree>, readonly groupOf: Map<SchemaNode, string> }} state
 * @returns {SchemaNode}
 */
export function joinDocumentation(schema, tree, state, path = "") {
  state.used.add(tree);
  const { entry, children } = tree;
  const names = Object.keys(schema.properties ?? {});
  for (const name of names) {
    if (children.get(name)?.entry.doc === undefined) state.problems.push(`${childPath(path, name)}: no documentation`);
  }
  /** @param {string} name */
  const isDeprecated = (name) => children.get(name)?.entry.deprecated !== undefined;
  /** @type {SchemaNode} */
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

/**
 * Documentation below `tree` that no schema had a field for, as paths.
 *
 * @param {Tree} tree
 * @param {ReadonlySet<Tree>} used
 * @returns {readonly string[]}
 */
export function unusedPaths(tree, used, path = "") {
  return [...tree.children].flatMap(([segment, child]) =>
    used.has(child) ? unusedPaths(child, used, childPath(path, segment)) : [childPath(path, segment)],
  );
}

/**
 * @param {Tree} node
 * @param {string} segment
 * @returns {Tree}
 */
function childOf(node, segment) {
  const child = node.children.get(segment) ?? { entry: {}, children: new Map() };
  node.children.set(segment, child);
  return child;
}

/**
 * @param {SchemaNode} schema
 * @param {Entry} entry
 * @param {string} path
 * @param {string[]} problems
 * @returns {SchemaNode}
 */
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

/**
 * @param {SchemaNode} schema
 * @param {Entry} entry
 * @param {string} path
 * @param {string[]} problems
 */
function enumDocsOf(schema, entry, path, problems) {
  const values = schema.enum ?? [];
  const documented = Object.keys(entry.enum ?? {});
  const missing = entry.selfExplanatory === true || values.length < 2 ? [] : values.filter((value) => !documented.includes(value));
  problems.push(...missing.map((value) => `${path}: no documentation of the value ${value}`));
  for (const value of documented) if (!values.includes(value)) problems.push(`${path}: ${value} is documented, but not possible`);
  return documented.length === 0 ? undefined : entry.enum;
}

/**
 * @param {SchemaNode} schema
 * @param {Entry} entry
 * @param {Entry["enum"]} enumDocs
 * @returns {JsonValue | undefined}
 */
function impliedExample(schema, entry, enumDocs) {
  if (schema.type === "boolean") return entry.default !== true;
  return enumDocs === undefined ? schema.enum?.[0] : Object.keys(enumDocs)[0];
}

/**
 * A field that holds no further named fields: a scalar, a list or map of scalars, or anything.
 *
 * @param {SchemaNode} schema
 * @returns {boolean}
 */
function isLeaf(schema) {
  const inner = schema.items ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined);
  return inner === undefined ? schema.type !== "object" || schema["x-freeForm"] === true : isLeaf(inner);
}

/**
 * Required fields first, deprecated ones last, in between as the documentation lists them.
 *
 * @param {readonly string[]} names
 * @param {readonly string[]} listed
 * @param {readonly string[]} required
 * @param {(name: string) => boolean} isDeprecated
 */
function orderOf(names, listed, required, isDeprecated) {
  /** @param {string} name */
  const rank = (name) => (required.includes(name) ? 0 : isDeprecated(name) ? 2 : 1);
  /** @param {string} name */
  const position = (name) => (listed.includes(name) ? listed.indexOf(name) : listed.length);
  return [...names].sort((a, b) => rank(a) - rank(b) || position(a) - position(b));
}

/**
 * @param {SchemaNode} node
 * @returns {SchemaNode}
 */
function objectWithin(node) {
  if (node.items !== undefined) return objectWithin(node.items);
  return node.properties === undefined && typeof node.additionalProperties === "object" ? objectWithin(node.additionalProperties) : node;
}

/**
 * @param {string} path
 * @param {string} segment
 */
function childPath(path, segment) {
  return path === "" || segment === "[]" || segment === "{*}" ? `${path}${segment}` : `${path}.${segment}`;
}
