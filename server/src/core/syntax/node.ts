import type { Span } from "../text/span";

/** One YAML value. Offsets count from the start of the document's text. Trees are immutable and may share subtrees (aliases). */
export type Node = ScalarNode | MapNode | SeqNode;

export type ScalarValue = string | number | boolean | null;

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/**
 * A scalar. `value` is what kubectl reads (YAML 1.1 booleans, see `scalar.ts`), `span` covers the source including quotes.
 * An absent value (`key:` with nothing behind it) is a plain scalar with value null and an empty span right behind the colon.
 * `source` is the text as written, without quotes and with escapes resolved.
 */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly span: Span;
  readonly value: ScalarValue;
  readonly source: string;
  readonly style: ScalarStyle;
}

/** A mapping entry. `key.value` may be any scalar; `name` is its text. A merged entry (`<<`) has `merged` set. */
export interface MapEntry {
  readonly name: string;
  readonly key: ScalarNode;
  readonly value: Node;
  readonly merged: boolean;
}

export interface MapNode {
  readonly kind: "map";
  readonly span: Span;
  readonly flow: boolean;
  readonly entries: readonly MapEntry[];
}

export interface SeqNode {
  readonly kind: "seq";
  readonly span: Span;
  readonly flow: boolean;
  readonly items: readonly Node[];
}

/** What the reader could not make sense of. `code` is stable. */
export interface SyntaxProblem {
  readonly code: "yaml-syntax" | "yaml-duplicate-key" | "yaml-tab" | "yaml-alias-limit" | "yaml-too-deep";
  readonly message: string;
  readonly span: Span;
}

/** One YAML document: never fails, the tree holds what could be read. `root` is undefined for an empty document. */
export interface SyntaxTree {
  readonly root: Node | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** The value of `name` in a mapping (the last one wins, as in kubectl), or undefined. */
export function entryOf(node: Node | undefined, name: string): MapEntry | undefined {
  if (node?.kind !== "map") return undefined;
  for (let at = node.entries.length - 1; at >= 0; at--) {
    const entry = node.entries[at];
    if (entry?.name === name) return entry;
  }
  return undefined;
}

/** The node at a path of mapping keys and sequence indices, or undefined where the path leaves the tree. */
export function nodeAt(node: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  let current = node;
  for (const step of path) {
    if (current === undefined) return undefined;
    current = typeof step === "number" ? (current.kind === "seq" ? current.items[step] : undefined) : entryOf(current, step)?.value;
  }
  return current;
}
