import { type Automaton, DEAD, segmentOf } from "./automaton";
import type { Budget } from "./budget";
import { LAST_CODE_POINT } from "./codePointSet";

/** "The text is accepted by this automaton", or is not. */
export interface Membership {
  readonly automaton: Automaton;
  readonly negated: boolean;
}

/** All of them hold. */
export type Conjunction = readonly Membership[];

/**
 * Which combinations of `observed` conditions occur among the texts that meet `required`, with a shortest text for each.
 * A combination is a bit set: bit i is observed[i]. Texts are Unicode without line feed and lone surrogates.
 *
 * @param known combinations that need no text; the search ends when all 2^n combinations are known or found
 * @returns the others; undefined when the budget for a comparison, or the whole budget, ends before the search does
 */
export function explore(
  required: Conjunction,
  observed: readonly Conjunction[],
  known: ReadonlySet<bigint>,
  budget: Budget,
): ReadonlyMap<bigint, string> | undefined {
  const found = new Map<bigint, string>();
  const wanted = 2 ** observed.length - known.size;
  if (wanted === 0) {
    return found;
  }
  const allowance = budget.allowance();
  if (allowance === 0) {
    return undefined;
  }
  const walk = new ProductWalk([...required, ...observed.flat()].map(({ automaton }) => automaton));
  let spent = walk.symbols.length;
  for (let node = walk.nextNode(); node !== undefined; node = walk.nextNode()) {
    const current = node;
    const holds = ({ automaton, negated }: Membership): boolean => walk.accepts(current, automaton) !== negated;
    if (required.every(holds)) {
      const combination = combinationOf(observed, holds);
      if (!known.has(combination) && !found.has(combination)) {
        found.set(combination, walk.text(node));
        if (found.size === wanted) {
          break;
        }
      }
    }
    spent += walk.expand(node, (states) => required.every(({ automaton, negated }) => negated || states[walk.indexOf(automaton)] !== DEAD));
    if (spent > allowance) {
      budget.spend(spent);
      return undefined;
    }
  }
  return budget.spend(spent) ? found : undefined;
}

/** Bit i: the i-th conjunction holds. */
export function combinationOf(observed: readonly Conjunction[], holds: (membership: Membership) => boolean): bigint {
  return observed.reduce((bits, conjunction, index) => (conjunction.every(holds) ? bits | (1n << BigInt(index)) : bits), 0n);
}

interface Node {
  /** By automaton. */
  readonly states: readonly number[];
  readonly parent: Node | undefined;
  readonly char: number;
}

/** A code point that stands for all that no automaton tells from it. */
interface Symbol {
  readonly codePoint: number;
  /** Character class, by automaton. */
  readonly classes: readonly number[];
}

/** Breadth-first walk through the product of automata. */
class ProductWalk {
  readonly symbols: readonly Symbol[];
  private readonly automata: readonly Automaton[];
  private readonly indexes: ReadonlyMap<Automaton, number>;
  private readonly queue: Node[];
  private readonly seen: Set<string>;
  private taken = 0;

  constructor(automata: readonly Automaton[]) {
    this.automata = [...new Set(automata)];
    this.indexes = new Map(this.automata.map((automaton, index) => [automaton, index]));
    this.symbols = symbolsOf(this.automata);
    const states = this.automata.map((automaton) => automaton.start());
    this.queue = [{ states, parent: undefined, char: 0 }];
    this.seen = new Set([states.join()]);
  }

  indexOf(automaton: Automaton): number {
    return this.indexes.get(automaton) ?? DEAD;
  }

  nextNode(): Node | undefined {
    const node = this.queue[this.taken];
    this.taken += 1;
    return node;
  }

  accepts(node: Node, automaton: Automaton): boolean {
    return automaton.accepts(node.states[this.indexOf(automaton)] ?? DEAD);
  }

  /** Queues the successors that are worth it and were not seen yet; returns what that cost. */
  expand(node: Node, worthwhile: (states: readonly number[]) => boolean): number {
    for (const { codePoint, classes } of this.symbols) {
      const states = this.automata.map((automaton, index) => automaton.next(node.states[index] ?? DEAD, classes[index] ?? 0));
      if (worthwhile(states)) {
        const key = states.join();
        if (!this.seen.has(key)) {
          this.seen.add(key);
          this.queue.push({ states, parent: node, char: codePoint });
        }
      }
    }
    const perSymbol = this.automata.reduce((sum, automaton, index) => sum + automaton.cost(node.states[index] ?? DEAD), 1);
    return perSymbol * this.symbols.length;
  }

  text(node: Node): string {
    const chars: string[] = [];
    for (let at = node; at.parent !== undefined; at = at.parent) {
      chars.push(String.fromCodePoint(at.char));
    }
    return chars.reverse().join("");
  }
}

/** The alphabet: Unicode without line feed and surrogates. */
const ALPHABET: readonly (readonly [from: number, to: number])[] = [
  [0, 0x09],
  [0x0b, 0xd7ff],
  [0xe000, LAST_CODE_POINT],
];

/** Characters for examples, those that read best first. */
const PREFERRED = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_./:~=+,;@!$&'()*%?#|^[]{}<>\"`\\ ";
const RANKS: ReadonlyMap<number, number> = new Map([...PREFERRED].map((char, rank) => [char.charCodeAt(0), rank]));

/** One symbol per combination of character classes, in the order of preference for examples. */
function symbolsOf(automata: readonly Automaton[]): readonly Symbol[] {
  const best = new Map<string, Symbol & { readonly rank: number }>();
  for (const [from, to] of commonSegments(automata)) {
    const classes = automata.map(({ boundaries, classes: byId }) => byId[segmentOf(boundaries, from)] ?? 0);
    const key = classes.join();
    const candidate = { classes, ...preferred(from, to) };
    const known = best.get(key);
    if (known === undefined || candidate.rank < known.rank) {
      best.set(key, candidate);
    }
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank);
}

function commonSegments(automata: readonly Automaton[]): readonly (readonly [from: number, to: number])[] {
  const cuts = new Set(automata.flatMap(({ boundaries }) => boundaries));
  const sorted = [...cuts].sort((a, b) => a - b);
  return ALPHABET.flatMap(([from, to]) => {
    const starts = [from, ...sorted.filter((cut) => cut > from && cut <= to)];
    return starts.map((start, index) => [start, (starts[index + 1] ?? to + 1) - 1] as const);
  });
}

/** Printable ASCII first, then what lies outside ASCII, control characters last. */
function preferred(from: number, to: number): { readonly codePoint: number; readonly rank: number } {
  let codePoint = from;
  let rank = Number.POSITIVE_INFINITY;
  for (let candidate = from; candidate <= Math.min(to, 0x7e); candidate += 1) {
    const candidateRank = RANKS.get(candidate) ?? 0x300 + candidate;
    if (candidateRank < rank) {
      codePoint = candidate;
      rank = candidateRank;
    }
  }
  const beyond = Math.max(from, 0xa1);
  return rank > 0x200 && to >= beyond ? { codePoint: beyond, rank: 0x200 } : { codePoint, rank };
}
