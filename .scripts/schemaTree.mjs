/** Work on whole schemas: replacing children, taking documentation off, sharing equal parts, printing. */

/** What belongs to the place of a node and stays beside a `$ref`. */
const siteAnnotations = ["description", "x-default", "x-example", "x-deprecated"];
const annotations = new Set([...siteAnnotations, "x-order", "x-enumDocs", "x-enumDeprecated"]);

/** A copy of a node with `change(child, segment)` for every child; segments are property names, `[]` and `{*}`. */
export function mapChildren(node, change) {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === "properties") return [key, Object.fromEntries(Object.entries(value).map(([name, child]) => [name, change(child, name)]))];
      if (key === "items") return [key, change(value, "[]")];
      if (key === "additionalProperties" && typeof value === "object") return [key, change(value, "{*}")];
      return [key, value];
    }),
  );
}

/** The schema without documentation and with every `$ref` put in its place. */
export function structureOnly(node, definitions = node.definitions ?? {}) {
  const { $ref, definitions: _, ...own } = node;
  const whole = $ref === undefined ? own : { ...definitions[$ref.slice("#/definitions/".length)], ...own };
  const bare = Object.fromEntries(Object.entries(whole).filter(([key]) => !annotations.has(key)));
  return mapChildren(bare, (child) => structureOnly(child, definitions));
}

/**
 * Moves objects that came from a shared group (`groupOf` tells which) and appear more than once in equal form to
 * `definitions`, under the name of the group.
 */
export function shareGroups(root, groupOf) {
  const counts = new Map();
  const count = (node) => {
    if (groupOf.has(node)) counts.set(shapeText(node), (counts.get(shapeText(node)) ?? 0) + 1);
    mapChildren(node, count);
  };
  count(root);
  const definitions = {};
  const names = new Map();
  const share = (node) => {
    const shape = groupOf.has(node) ? shapeText(node) : "";
    const shared = mapChildren(node, share);
    if ((counts.get(shape) ?? 0) < 2) return shared;
    if (!names.has(shape)) {
      const name = freeName(groupOf.get(node), definitions);
      names.set(shape, name);
      definitions[name] = pick(shared, (key) => !siteAnnotations.includes(key));
    }
    return { $ref: `#/definitions/${names.get(shape)}`, ...pick(shared, (key) => siteAnnotations.includes(key)) };
  };
  const shared = share(root);
  return Object.keys(definitions).length === 0 ? shared : { ...shared, definitions: sortKeys(definitions) };
}

/** JSON that breaks lines only where a value does not fit into one: small to read and to review. */
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

function shapeText(node) {
  return JSON.stringify(pick(node, (key) => !siteAnnotations.includes(key)));
}

function freeName(name, taken) {
  for (let number = 2; taken[name] !== undefined; number++) name = `${name.replace(/\d+$/, "")}${number}`;
  return name;
}

function pick(object, wanted) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => wanted(key)));
}

function sortKeys(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
