import { contains } from "./codePointSet";
import type { Positions } from "./positions";

/** A state in which no continuation is accepted. */
export const DEAD = -1;

/** When its states hold more positions than this, the automaton forgets them before the next walk. */
const REMEMBERED_POSITIONS = 300_000;

const MAX_LITERAL = 64;
const MAX_LITERAL_COST = 1_000;

/**
 * A deterministic automaton over code points that builds its states when they are first visited.
 * Characters are addressed by class: code points that no set of the pattern tells apart share one.
 * Everything observable, the costs included, is independent of what has been visited before.
 */
export class Automaton {
  /** Ascending; segment `i` reaches from `boundaries[i]` to the next boundary (exclusive). The first is 0. */
  readonly boundaries: readonly number[];
  /** By segment. */
  readonly classes: readonly number[];
  private readonly reads: readonly (readonly boolean[])[];
  private readonly states: State[] = [];
  private readonly ids = new Map<string, number>();
  private commonStart: string | undefined;
  private readonly stamp: Uint32Array;
  private generation = 0;
  private remembered = 0;

  constructor(private readonly positions: Positions) {
    const boundaries = new Set([0]);
    for (const set of positions.sets) {
      set.forEach((codePoint, index) => {
        boundaries.add(index % 2 === 0 ? codePoint : codePoint + 1);
      });
    }
    this.boundaries = [...boundaries].sort((a, b) => a - b);
    const rows: (readonly boolean[])[] = [];
    const ids = new Map<string, number>();
    this.classes = this.boundaries.map((from) => {
      const row = positions.sets.map((set) => contains(set, from));
      const key = row.map(Number).join("");
      const id = ids.get(key) ?? rows.push(row) - 1;
      ids.set(key, id);
      return id;
    });
    this.reads = rows;
    this.stamp = new Uint32Array(positions.setOf.length);
  }

  /** The start state. Ids of states handed out before are void: call it once per walk. */
  start(): number {
    if (this.remembered > REMEMBERED_POSITIONS) {
      this.remembered = 0;
      this.states.length = 0;
      this.ids.clear();
    }
    return this.state(this.positions.first, this.positions.acceptsEmpty);
  }

  accepts(state: number): boolean {
    return this.states[state]?.accepts ?? false;
  }

  /** The state behind a character of the class; DEAD stays DEAD. */
  next(state: number, charClass: number): number {
    const from = this.states[state];
    if (from === undefined) {
      return DEAD;
    }
    const known = from.next[charClass];
    if (known !== undefined) {
      return known;
    }
    const next = this.successor(from, charClass);
    from.next[charClass] = next;
    return next;
  }

  /** What one step out of the state costs when nothing is remembered, in units of work. */
  cost(state: number): number {
    return this.states[state]?.cost ?? 0;
  }

  acceptsText(text: string): boolean {
    let state = this.start();
    for (const char of text) {
      state = this.next(state, this.classOf(char.codePointAt(0) ?? 0));
    }
    return this.accepts(state);
  }

  /** What every accepted text begins with; not always all of that, but always true. */
  literalPrefix(): string {
    this.commonStart ??= this.walkLiteral();
    return this.commonStart;
  }

  private walkLiteral(): string {
    let text = "";
    let state = this.start();
    for (let char = this.onlyCharacter(state); char !== undefined && text.length < MAX_LITERAL; char = this.onlyCharacter(state)) {
      text += String.fromCodePoint(char);
      state = this.next(state, this.classOf(char));
    }
    return text;
  }

  /** The one character that a text has to go on with, if that is easily seen. */
  private onlyCharacter(state: number): number | undefined {
    const { positions = [], accepts = true, cost = 0 } = this.states[state] ?? {};
    const [first, ...others] = positions.map((position) => this.positions.setOf[position] ?? 0);
    const [from, to, ...more] = this.positions.sets[first ?? -1] ?? [];
    const single = from === to && more.length === 0 && others.every((other) => other === first);
    return single && !accepts && cost < MAX_LITERAL_COST ? from : undefined;
  }

  private classOf(codePoint: number): number {
    return this.classes[segmentOf(this.boundaries, codePoint)] ?? 0;
  }

  private successor(from: State, charClass: number): number {
    const reads = this.reads[charClass] ?? [];
    const { setOf, follow, last } = this.positions;
    this.generation += 1;
    const next: number[] = [];
    let accepts = false;
    for (const position of from.positions) {
      if (reads[setOf[position] ?? 0]) {
        accepts ||= last[position] ?? false;
        for (const target of follow[position] ?? []) {
          if (this.stamp[target] !== this.generation) {
            this.stamp[target] = this.generation;
            next.push(target);
          }
        }
      }
    }
    return this.state(next, accepts);
  }

  private state(positions: readonly number[], accepts: boolean): number {
    if (positions.length === 0 && !accepts) {
      return DEAD;
    }
    const sorted = positions.toSorted((a, b) => a - b);
    const key = `${accepts ? "+" : ""}${sorted.join()}`;
    const known = this.ids.get(key);
    if (known !== undefined) {
      return known;
    }
    const cost = sorted.reduce((sum, position) => sum + (this.positions.follow[position]?.length ?? 0), 1 + sorted.length);
    const id = this.states.push({ positions: sorted, accepts, cost, next: [] }) - 1;
    this.ids.set(key, id);
    this.remembered += sorted.length + 1;
    return id;
  }
}

interface State {
  readonly positions: readonly number[];
  readonly accepts: boolean;
  readonly cost: number;
  /** By character class. */
  readonly next: number[];
}

/** The segment that holds the code point. */
export function segmentOf(boundaries: readonly number[], codePoint: number): number {
  let low = 0;
  let high = boundaries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((boundaries[middle] ?? 0) <= codePoint) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
