import type { CodePointSet } from "./codePointSet";
import type { RegexNode } from "./regexNode";

/**
 * A nondeterministic automaton without empty moves: every state is a place of the pattern where one character is read.
 * Only positions from which the end of a match can still be reached are kept, so a reachable position is a live one.
 */
export interface Positions {
  readonly acceptsEmpty: boolean;
  /** Positions that can read the first character. */
  readonly first: readonly number[];
  /** By position: index into `sets` of the characters it reads. */
  readonly setOf: readonly number[];
  readonly sets: readonly CodePointSet[];
  /** By position: who can read the next character. */
  readonly follow: readonly (readonly number[])[];
  /** By position: whether the text may end behind it. */
  readonly last: readonly boolean[];
}

const MAX_INSTRUCTIONS = 40_000;
const MAX_CLOSURE_VISITS = 200_000;

/** The automaton of the texts that the pattern matches as a whole; undefined if it would be too large. */
export function positionsOf(node: RegexNode): Positions | undefined {
  const program = new Program();
  const entry = program.compile(node, ACCEPT);
  if (entry === undefined) {
    return undefined;
  }
  const start = program.closure(entry, true);
  const chars = program.chars();
  const closures = chars.map(({ next }) => program.closure(next, false));
  if (program.visits > MAX_CLOSURE_VISITS) {
    return undefined;
  }
  return trim(start, chars, closures);
}

type Instruction =
  | { readonly kind: "char"; readonly set: CodePointSet; readonly next: number }
  | { readonly kind: "split"; next: readonly number[] }
  | { readonly kind: "assertion"; readonly at: "start" | "end"; readonly next: number };

const ACCEPT = -1;

/** What can be reached without reading: instructions that read, and whether the match may end here. */
interface Closure {
  readonly chars: readonly number[];
  readonly accepts: boolean;
}

class Program {
  visits = 0;
  private readonly instructions: Instruction[] = [];

  /** Compiles `node` in front of instruction `next`; returns its first instruction, or undefined when the program grows too large. */
  compile(node: RegexNode, next: number): number | undefined {
    switch (node.kind) {
      case "empty":
        return next;
      case "class":
        return this.add({ kind: "char", set: node.set, next });
      case "assertion":
        return this.add({ kind: "assertion", at: node.at, next });
      case "concat":
        return node.items.reduceRight<number | undefined>(
          (follow, item) => (follow !== undefined ? this.compile(item, follow) : undefined),
          next,
        );
      case "alternate":
        return this.split(node.items.map((item) => this.compile(item, next)));
      case "repeat":
        return this.repeat(node.item, node.min, node.max, next);
    }
  }

  /** Instructions that read a character, with their place in the program. */
  chars(): readonly { readonly id: number; readonly set: CodePointSet; readonly next: number }[] {
    return this.instructions.flatMap((instruction, id) =>
      instruction.kind === "char" ? [{ id, set: instruction.set, next: instruction.next }] : [],
    );
  }

  /** Follows empty moves. Behind an end assertion nothing can be read any more, but the text may end. */
  closure(entry: number, atStart: boolean): Closure {
    const chars = new Set<number>();
    let accepts = false;
    const seen = new Set<number>();
    const stack: { readonly at: number; readonly ended: boolean }[] = [];
    const visit = (at: number, ended: boolean): void => {
      const key = at * 2 + (ended ? 1 : 0);
      if (!seen.has(key)) {
        seen.add(key);
        stack.push({ at, ended });
      }
    };
    visit(entry, false);
    for (let place = stack.pop(); place !== undefined && this.visits <= MAX_CLOSURE_VISITS; place = stack.pop()) {
      this.visits += 1;
      const { at, ended } = place;
      const instruction = this.instructions[at];
      if (instruction === undefined) {
        accepts = true;
      } else if (instruction.kind === "split") {
        this.visits += instruction.next.length;
        for (const next of instruction.next) {
          visit(next, ended);
        }
      } else if (instruction.kind === "assertion") {
        if (instruction.at === "end" || atStart) {
          visit(instruction.next, ended || instruction.at === "end");
        }
      } else if (!ended) {
        chars.add(at);
      }
    }
    return { chars: [...chars], accepts };
  }

  private repeat(item: RegexNode, min: number, max: number, next: number): number | undefined {
    let entry: number | undefined = next;
    if (max === Number.POSITIVE_INFINITY) {
      const loop: Instruction = { kind: "split", next: [] };
      const at = this.add(loop);
      const body = at === undefined ? undefined : this.compile(item, at);
      if (body === undefined) {
        return undefined;
      }
      loop.next = [body, next];
      entry = at;
    } else {
      for (let count = min; count < max && entry !== undefined; count += 1) {
        entry = this.split([this.compile(item, entry), next]);
      }
    }
    for (let count = 0; count < min && entry !== undefined; count += 1) {
      entry = this.compile(item, entry);
    }
    return entry;
  }

  private split(next: readonly (number | undefined)[]): number | undefined {
    const known = next.filter((entry) => entry !== undefined);
    return known.length === next.length ? this.add({ kind: "split", next: known }) : undefined;
  }

  private add(instruction: Instruction): number | undefined {
    return this.instructions.length < MAX_INSTRUCTIONS ? this.instructions.push(instruction) - 1 : undefined;
  }
}

function trim(
  start: Closure,
  chars: readonly { readonly id: number; readonly set: CodePointSet }[],
  closures: readonly Closure[],
): Positions {
  const indexOf = new Map(chars.map(({ id }, index) => [id, index]));
  const follow = closures.map((closure) => closure.chars.map((id) => indexOf.get(id) ?? 0));
  const live = liveOnes(
    chars.map(({ set }) => set.length > 0),
    follow,
    closures,
  );
  const kept = chars.map((_, index) => index).filter((index) => live[index]);
  const renamed = new Map(kept.map((index, position) => [index, position]));
  const rename = (indexes: readonly number[]): number[] => indexes.flatMap((index) => renamed.get(index) ?? []);

  const sets: CodePointSet[] = [];
  const setIds = new Map<string, number>();
  const setOf = kept.map((index) => {
    const set = chars[index]?.set ?? [];
    const key = set.join();
    const id = setIds.get(key) ?? sets.push(set) - 1;
    setIds.set(key, id);
    return id;
  });
  return {
    acceptsEmpty: start.accepts,
    first: rename(start.chars.map((id) => indexOf.get(id) ?? 0)),
    setOf,
    sets,
    follow: kept.map((index) => rename(follow[index] ?? [])),
    last: kept.map((index) => closures[index]?.accepts ?? false),
  };
}

/** Which positions lead to an end of a match; the empty character set leads nowhere. */
function liveOnes(readable: readonly boolean[], follow: readonly (readonly number[])[], closures: readonly Closure[]): readonly boolean[] {
  const before: number[][] = follow.map(() => []);
  follow.forEach((targets, index) => {
    for (const target of targets) {
      before[target]?.push(index);
    }
  });
  const live = follow.map(() => false);
  const stack = closures.flatMap((closure, index) => (closure.accepts && readable[index] ? [index] : []));
  for (const index of stack) {
    live[index] = true;
  }
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    for (const previous of before[index] ?? []) {
      if (!live[previous] && readable[previous]) {
        live[previous] = true;
        stack.push(previous);
      }
    }
  }
  return live;
}
