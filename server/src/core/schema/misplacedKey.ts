import { contentEnd } from "../edit/nodeEdits";
import type { DocumentRef, Fix } from "../rules/finding";
import type { MapEntry, Node } from "../syntax/node";
import type { Span } from "../text/span";
import { schemaAt } from "./schemaAt";
import type { SchemaNode } from "./schemaNode";

interface Context {
  readonly text: string;
  readonly schema: SchemaNode;
  readonly resource: DocumentRef;
}

/**
 * The indentation slip: an unknown key right behind a key without a value that would take it. `headers:` followed by
 * `x-version:` in the same column, for example. Returns what to say and the fix that indents the key and its lines.
 */
export function misplacedKey(
  entry: MapEntry,
  parent: Node,
  path: readonly (string | number)[],
  context: Context,
): { readonly message: string; readonly explains: Span; readonly fixes: () => readonly Fix[] } | undefined {
  const owner = emptyEntryBefore(entry, parent);
  if (owner === undefined) return undefined;
  const child = schemaAt(context.schema, [...path, owner.name, entry.name])?.schema;
  if (child === undefined || !fits(child, entry.value)) return undefined;
  return {
    message: `"${entry.name}" belongs one level deeper, under "${owner.name}": as it stands "${owner.name}" is empty and "${entry.name}" is no field here. Indent it.`,
    explains: owner.key.span,
    fixes: () => indentFix(entry, owner, context),
  };
}

/** The nearest entry before `entry` that has no value, if only unknown keys stand between them. */
function emptyEntryBefore(entry: MapEntry, parent: Node): MapEntry | undefined {
  if (parent.kind !== "map") return undefined;
  let owner: MapEntry | undefined;
  for (const other of parent.entries) {
    if (other === entry) return owner;
    if (isEmpty(other.value)) owner = other;
  }
  return undefined;
}

function isEmpty(value: Node): boolean {
  return value.kind === "scalar" && value.value === null && value.span.start === value.span.end;
}

/** Whether a value could be meant for a schema: the same kind of node, and known keys. */
function fits(schema: SchemaNode, value: Node): boolean {
  if (value.kind === "map")
    return schema.properties === undefined
      ? schema.additionalProperties !== undefined || schema.type === "object"
      : value.entries.every((entry) => schema.properties?.[entry.name] !== undefined);
  if (value.kind === "seq") return schema.type === "array";
  return schema.type !== "object" && schema.type !== "array";
}

/** Indents the lines of the entry by two more than its owner's key. */
function indentFix(entry: MapEntry, owner: MapEntry, { text, resource }: Context): readonly Fix[] {
  const start = text.lastIndexOf("\n", entry.key.span.start - 1) + 1;
  const end = contentEnd(text, Math.max(entry.value.span.end, entry.key.span.end));
  if (text.slice(start, entry.key.span.start).trim() !== "") return [];
  const ownerColumn = owner.key.span.start - (text.lastIndexOf("\n", owner.key.span.start - 1) + 1);
  const by = " ".repeat(ownerColumn + 2 - (entry.key.span.start - start));
  const edits = [];
  for (let at = start; at >= 0 && at < end; at = text.indexOf("\n", at) + 1) {
    if (text[at] !== "\n" && text[at] !== "\r") edits.push({ in: resource, span: { start: at, end: at }, newText: by });
    if (text.indexOf("\n", at) < 0) break;
  }
  return [{ title: `Indent ${entry.name} under ${owner.name}`, kind: "safe", edits }];
}
