/**
 * Work on whole schemas: replacing children, taking documentation off, sharing equal parts, printing.
 *
 * @typedef {import("../server/src/core/schema/schemaNode").SchemaNode} SchemaNode
 * @typedef {import("../server/src/core/schema/schemaNode").KindSchema} KindSchema
 */

/** What belongs to the place of a node and stays beside a `$ref`. */
const siteAnnotations = ["description", "x-default", "x-example", "x-deprecated"];
const annotations = new Set([...siteAnnotations, "x-order", "x-enumDocs", "x-enumDeprecated"]);

/**
 * A copy of a node with `change(child, segment)` for every child; segments are property names, `[]` and `{*}`.
 *
 * @param {SchemaNode} node
 * @param {(child: SchemaNode, segment: string) => SchemaNode} change
 * @returns {SchemaNode}
 */
export function mapChildren(node, change) {
  const { properties, items, additionalProperties } = node;
  return {
    ...node,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, change(child, name)])) }),
    ...(items === undefined ? {} : { items: change(items, "[]") }),
    ...(typeof additionalProperties === "object" ? { additionalProperties: change(additionalProperties, "{*}") } : {}),
  };
}

/**
 * The schema without documentation and with every `$ref` put in its place.
 *
 * @param {SchemaNode} node
 * @returns {SchemaNode}
 */
export function structureOnly(node, definitions = node.definitions ?? {}) {
  const { $ref, definitions: _, ...own } = node;
  const whole = $ref === undefined ? own : { ...definitions[$ref.slice("#/definitions/".length)], ...own };
  return mapChildren(
    pick(whole, (key) => !annotations.has(key)),
    (child) => structureOnly(child, definitions),
  );
}

/**
 * Moves objects that came from a shared group (`groupOf` tells which) and appear more than once in equal form to
 * `definitions`, under the name of the group.
 *
 * @param {SchemaNode} root
 * @param {ReadonlyMap<SchemaNode, string>} groupOf
 * @returns {SchemaNode}
 */
export function shareGroups(root, groupOf) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @param {SchemaNode} node */
  const count = (node) => {
    if (groupOf.has(node)) counts.set(shapeText(node), (counts.get(shapeText(node)) ?? 0) + 1);
    mapChildren(node, count);
    return node;
  };
  count(root);
  /** @type {Record<string, SchemaNode>} */
  const definitions = {};
  /** @type {Map<string, string>} */
  const names = new Map();
  /** @type {(node: SchemaNode) => SchemaNode} */
  const share = (node) => {
    const group = groupOf.get(node);
    const shared = mapChildren(node, share);
    const shape = shapeText(node);
    if (group === undefined || (counts.get(shape) ?? 0) < 2) return shared;
    const name = names.get(shape) ?? freeName(group, definitions);
    if (!names.has(shape)) {
      names.set(shape, name);
      definitions[name] = pick(shared, (key) => !siteAnnotations.includes(key));
    }
    return { $ref: `#/definitions/${name}`, ...pick(shared, (key) => siteAnnotations.includes(key)) };
  };
  const shared = share(root);
  return Object.keys(definitions).length === 0 ? shared : { ...shared, definitions: sortKeys(definitions) };
}

/**
 * JSON that breaks lines only where a value does not fit into one: small to read and to review.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function print(value, indent = "") {
  const line = JSON.stringify(value);
  if (line.length + indent.length <= 140 || typeof value !== "object" || value === null) return line;
  const inner = `${indent} `;
  const parts = Array.isArray(value)
    ? value.map((item) => print(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${print(item, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

/** @param {SchemaNode} node */
function shapeText(node) {
  return JSON.stringify(pick(node, (key) => !siteAnnotations.includes(key)));
}

/**
 * @param {string} group
 * @param {Readonly<Record<string, SchemaNode>>} taken
 */
function freeName(group, taken) {
  let name = group;
  for (let number = 2; taken[name] !== undefined; number++) name = `${group}${number}`;
  return name;
}

/**
 * @param {SchemaNode} object
 * @param {(key: string) => boolean} wanted
 * @returns {SchemaNode}
 */
function pick(object, wanted) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => wanted(key)));
}

/** @param {Readonly<Record<string, SchemaNode>>} object */
function sortKeys(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
