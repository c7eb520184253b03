import { fieldPath } from "../../schema/fieldPath";
import type { ManifestPlace } from "../../schema/manifestAt";
import { resolveReference, schemaAt } from "../../schema/schemaAt";
import type { SchemaNode } from "../../schema/schemaNode";
import type { Path } from "./openBlocks";
import type { Insertion, Slot } from "./site";

/** A slot with its schema: keys of a mapping, or the value of a scalar. */
export interface Target {
  readonly kind: "keys" | "scalar";
  readonly schema: SchemaNode;
  readonly root: SchemaNode;
  /** From the manifest on. */
  readonly path: Path;
  /** As in `fieldPath`. */
  readonly field: string;
  readonly present: ReadonlySet<string>;
  readonly insertion: Insertion;
  /** Only whole items are offered: plain keys would be in the way of those that fit better. */
  readonly wholeItems: boolean;
}

export interface ListStyle {
  /** Columns by which dashes are indented below their key. */
  readonly indent: number;
}

/** What a slot means by the schema of its manifest; undefined where nothing can be said. */
export function targetOf(slot: Slot, { schema: root, base, path }: ManifestPlace, text: string, style: ListStyle): Target | undefined {
  if (root === undefined) return undefined;
  const schema = schemaAt(root, path)?.schema;
  if (schema === undefined) return undefined;
  const common = { root, path, present: slot.present, insertion: slot.insertion, wholeItems: false };
  if (slot.role === "key") return withField({ ...common, kind: "keys", schema });
  return childTarget(slot, schema, root, path, base.length, text, style);
}

function childTarget(
  slot: Slot,
  schema: SchemaNode,
  root: SchemaNode,
  path: Path,
  baseLength: number,
  text: string,
  style: ListStyle,
): Target | undefined {
  const { insertion } = slot;
  const own = slot.start === "own";
  if (schema.type === "array") {
    const items = schema.items === undefined ? undefined : resolveReference(root, schema.items);
    const below = own ? withPrefix(insertion, "- ") : onNextLine(insertion, text, style.indent, "- ");
    if (items === undefined || below === undefined) return undefined;
    const target = childTarget(
      { ...slot, start: "own", insertion: below, secondary: false },
      items,
      root,
      [...path, 0],
      baseLength,
      text,
      style,
    );
    return target === undefined ? undefined : { ...target, wholeItems: slot.secondary };
  }
  if (slot.secondary && !dashed(insertion)) return undefined;
  const common = { root, path, present: slot.present, schema, wholeItems: slot.secondary };
  if (schema.type !== "object") return withField({ ...common, kind: "scalar", insertion });
  const below = own ? insertion : onNextLine(insertion, text, 2, "");
  return below === undefined ? undefined : withField({ ...common, kind: "keys", insertion: below });
}

/** A slot for another list item where a key fits as well has its dash already. */
function dashed(insertion: Insertion): boolean {
  return insertion.prefix.endsWith("- ");
}

function withPrefix(insertion: Insertion, prefix: string): Insertion {
  return { ...insertion, prefix: insertion.prefix + prefix, column: insertion.column + prefix.length };
}

/** A mapping or list behind `key:` goes below it. Undefined between brackets, and where something is written already. */
function onNextLine(insertion: Insertion, text: string, indent: number, prefix: string): Insertion | undefined {
  const { behindColon, replace, typed, lineIndent } = insertion;
  if (behindColon === undefined || typed !== "" || replace.start !== replace.end || insertion.quote !== undefined) return undefined;
  if (text.slice(behindColon, replace.end).trim() !== "") return undefined;
  const column = insertion.column + indent;
  return {
    ...insertion,
    replace: { start: behindColon, end: replace.end },
    prefix: `\n${" ".repeat(column - lineIndent)}${prefix}`,
    column: column + prefix.length,
  };
}

function withField(target: Omit<Target, "field">): Target {
  return { ...target, field: fieldPath(target.root, target.path) ?? "" };
}
