import type { MapNode, Node, SeqNode } from "../../syntax/node";
import { columnAt } from "./line";

export type Path = readonly (string | number)[];

/** A block mapping or list that a line can continue. */
export interface OpenBlock {
  readonly kind: "map" | "seq";
  readonly path: Path;
  /** Of its keys or dashes. */
  readonly column: number;
  /** Items of a list above the line. */
  readonly items: number;
}

/** The last key or dash above a line whose value is no block yet. */
export interface OpenEntry {
  readonly owner: "key" | "dash";
  readonly path: Path;
  readonly column: number;
  /** `block`: a block scalar, which takes every deeper line. */
  readonly value: "empty" | "taken" | "block";
}

/** What a line that starts at `lineStart` can continue: the blocks around it, outermost first, and the entry that it may fill. */
export interface OpenBlocks {
  readonly blocks: readonly OpenBlock[];
  readonly entry: OpenEntry | undefined;
}

/** Looks along the right edge of what stands above the line; what stands below it does not count. */
export function openBlocksAt(root: Node | undefined, text: string, lineStart: number): OpenBlocks {
  const blocks: OpenBlock[] = [];
  let node = root;
  let path: Path = [];
  while (node !== undefined && isBlock(node)) {
    const block = blockOf(node, path, text, lineStart);
    if (block === undefined) break;
    blocks.push(block);
    const last = node.kind === "map" ? lastEntry(node, lineStart) : lastItem(node, lineStart);
    if (last === undefined) return { blocks, entry: undefined };
    path = [...path, last.step];
    const value: Node = last.value;
    if (!isBlock(value) || value.span.start < last.start || value.span.start >= lineStart) {
      const below = isBlock(value) && value.span.start >= lineStart ? blockOf(value, path, text, lineStart) : undefined;
      if (below !== undefined) blocks.push(below);
      return { blocks, entry: entryOf(node, value, path, columnAt(text, last.start), lineStart) };
    }
    node = value;
  }
  return { blocks, entry: undefined };
}

interface Last {
  readonly step: string | number;
  /** Where its key or dash starts. */
  readonly start: number;
  readonly value: Node;
}

function isBlock(node: Node): node is MapNode | SeqNode {
  return node.kind !== "scalar" && !node.flow;
}

function blockOf(node: MapNode | SeqNode, path: Path, text: string, lineStart: number): OpenBlock | undefined {
  if (node.kind === "seq") {
    const items = node.items.filter((item) => item.span.start < lineStart).length;
    return { kind: "seq", path, column: columnAt(text, node.span.start), items };
  }
  const own = node.entries.filter((entry) => !entry.merged);
  const above = own.findLast((entry) => entry.key.span.start < lineStart);
  const first = above ?? own[0];
  return first === undefined ? undefined : { kind: "map", path, column: columnAt(text, first.key.span.start), items: 0 };
}

function lastEntry(node: MapNode, lineStart: number): Last | undefined {
  const entry = node.entries.findLast((one) => !one.merged && one.key.span.start < lineStart);
  return entry === undefined ? undefined : { step: entry.name, start: entry.key.span.start, value: entry.value };
}

function lastItem(node: SeqNode, lineStart: number): Last | undefined {
  const at = node.items.findLastIndex((item) => item.span.start < lineStart);
  const value = node.items[at];
  return value === undefined ? undefined : { step: at, start: node.span.start, value };
}

function entryOf(parent: MapNode | SeqNode, value: Node, path: Path, column: number, lineStart: number): OpenEntry {
  const isEmpty = value.span.start >= lineStart || (value.kind === "scalar" && value.span.start === value.span.end);
  const isLiteral = value.kind === "scalar" && (value.style === "literal" || value.style === "folded");
  return { owner: parent.kind === "map" ? "key" : "dash", path, column, value: isEmpty ? "empty" : isLiteral ? "block" : "taken" };
}
