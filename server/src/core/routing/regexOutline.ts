import { parseRe2 } from "./algebra/re2Syntax";
import type { RegexNode } from "./algebra/regexNode";

/** What is seen of a regex without building its automaton. */
export interface RegexOutline {
  /** A text that it most likely matches. */
  readonly sample: string;
  /** Every text that it matches contains this; empty where nothing is known. */
  readonly literal: string;
}

/** Outlines by pattern; of what is no RE2 regex there is none. */
export class RegexOutlines {
  readonly #known = new Map<string, RegexOutline | undefined>();

  of(pattern: string): RegexOutline | undefined {
    if (!this.#known.has(pattern)) this.#known.set(pattern, outlineOf(pattern));
    return this.#known.get(pattern);
  }
}

function outlineOf(pattern: string): RegexOutline | undefined {
  const parsed = parseRe2(pattern);
  if (parsed.kind !== "regex") return undefined;
  const runs = [""];
  collectRuns(parsed.node, runs);
  return { sample: sampleOf(parsed.node), literal: runs.reduce((longest, run) => (run.length > longest.length ? run : longest)) };
}

/** Longest sample of a repetition that is written out. */
const MAX_COPIES = 100;

function sampleOf(node: RegexNode): string {
  switch (node.kind) {
    case "empty":
    case "assertion":
      return "";
    case "class":
      return String.fromCodePoint(usualOf(node.set));
    case "concat":
      return node.items.map(sampleOf).join("");
    case "alternate":
      return node.items[0] === undefined ? "" : sampleOf(node.items[0]);
    case "repeat":
      return sampleOf(node.item).repeat(Math.min(node.min, MAX_COPIES));
  }
}

/** A letter or digit where the set has one. */
function usualOf(set: readonly number[]): number {
  for (const wanted of [97, 49, 45, 47]) {
    for (let at = 0; at < set.length; at += 2) if ((set[at] ?? 0) <= wanted && wanted <= (set[at + 1] ?? 0)) return wanted;
  }
  return set[0] ?? 97;
}

/** Appends to the runs of characters that must follow one another; an empty run starts where the next character is open. */
function collectRuns(node: RegexNode, runs: string[]): void {
  switch (node.kind) {
    case "empty":
    case "assertion":
      return;
    case "class":
      if (node.set.length === 2 && node.set[0] === node.set[1]) runs.push((runs.pop() ?? "") + String.fromCodePoint(node.set[0] ?? 0));
      else runs.push("");
      return;
    case "concat":
      for (const item of node.items) collectRuns(item, runs);
      return;
    case "alternate":
      runs.push("");
      return;
    case "repeat":
      if (node.min > 0) {
        runs.push("");
        collectRuns(node.item, runs);
      }
      runs.push("");
  }
}
