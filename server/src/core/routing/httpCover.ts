import { type MatchEntry, type MatchRequest, type MatchRule, matchEntry } from "./algebra/condition";
import { evaluate, Regexes } from "./algebra/evaluate";
import { MatchAlgebra } from "./algebra/matchAlgebra";
import { beginDifferently, plainlyWithin } from "./plainCover";
import { RegexOutlines } from "./regexOutline";
import { surelyMisses, witnessOf } from "./witness";

/** Units of work for one question, and how many questions are asked of one list of rules: at most some tens of milliseconds in all. */
const STEPS = 40_000;
const QUESTIONS = 40;
const GIVEN_UP = 8;
/** More rivals than this are not compared: what they cover together is then not known. */
const RIVALS = 64;
/** Up to so many a request is tried on, which may mean to compile their regexes. */
const SUSPECTS = 4;
/** Up to so many rules it is found out which of them are needed. */
const NAMED = 8;

const EVERYTHING = matchEntry({});

interface Shared {
  readonly algebra: MatchAlgebra;
  readonly regexes: Regexes;
  readonly outlines: RegexOutlines;
  /** How many may still be asked. */
  questions: number;
}

interface Earlier<O> {
  readonly entry: MatchEntry;
  readonly owner: O;
}

/**
 * What the entries so far match together. Most entries of a route table differ in a literal, which is seen without the algebra; it is
 * asked only for what overlaps, within a fixed number of steps.
 */
export class HttpCover<O> {
  readonly #earlier: Earlier<O>[];
  readonly #shared: Shared;
  readonly #gateways: readonly string[];

  /** `gateways`: all that the rules are bound to. */
  constructor(gateways: readonly string[], from?: HttpCover<O>) {
    this.#gateways = gateways;
    this.#earlier = from === undefined ? [] : [...from.#earlier];
    this.#shared = from === undefined ? newShared(gateways) : from.#shared;
  }

  add(entry: MatchEntry, owner: O): void {
    this.#earlier.push({ entry, owner });
  }

  addEverything(owner: O): void {
    this.add(EVERYTHING, owner);
  }

  /** A copy that can be added to without changing this one; both draw on the same budget. */
  inside(): HttpCover<O> {
    return new HttpCover(this.#gateways, this);
  }

  /** The owners that together take every request; undefined when some request is left or it cannot be told. */
  takersOfEverything(): readonly O[] | undefined {
    return this.takersOf(EVERYTHING);
  }

  /** The owners, in order, that together take every request which `entry` matches; undefined when one is left or it cannot be told. */
  takersOf(entry: MatchEntry): readonly O[] | undefined {
    const rivals = this.#rivalsOf(entry);
    const single = rivals.find((rival) => plainlyWithin(entry, rival.entry, this.#gateways));
    if (single !== undefined) return [single.owner];
    if (rivals.length === 0 || rivals.length > RIVALS || !this.#covered(entry, rivals)) return undefined;
    return this.#needed(entry, rivals);
  }

  /** A request that `entry` matches and nothing earlier takes. */
  exampleOf(entry: MatchEntry): MatchRequest | undefined {
    const rivals = this.#earlier.filter((rival) => !beginDifferently(entry, rival.entry));
    for (const style of ["ordinary", "rare"] as const) {
      const witness = witnessOf(entry, this.#gateways, style, this.#shared.outlines);
      if (witness !== undefined && this.#shows(entry, rivals, witness)) return witness;
    }
    if (rivals.length > RIVALS || this.#shared.questions <= 0) return undefined;
    const found = this.#shared.algebra.exampleFor({ entries: [entry] }, [rulesOf(rivals)]);
    this.#spend(found.kind === "unknown");
    return found.kind === "example" ? found.request : undefined;
  }

  /** What may take requests of the entry; nothing where one is seen that it surely keeps. */
  #rivalsOf(entry: MatchEntry): readonly Earlier<O>[] {
    const { outlines } = this.#shared;
    const witness = witnessOf(entry, this.#gateways, "rare", outlines);
    if (witness !== undefined) {
      const suspects = this.#earlier.filter((rival) => !surelyMisses(rival.entry, witness, outlines));
      if (suspects.length === 0 || (suspects.length <= SUSPECTS && this.#shows(entry, suspects, witness))) return [];
    }
    return this.#earlier.filter((rival) => !beginDifferently(entry, rival.entry));
  }

  #shows(entry: MatchEntry, rivals: readonly Earlier<O>[], request: MatchRequest): boolean {
    const { regexes } = this.#shared;
    return (
      evaluate({ entries: [entry] }, request, regexes) === "yes" &&
      rivals.every((rival) => evaluate({ entries: [rival.entry] }, request, regexes) === "no")
    );
  }

  #covered(entry: MatchEntry, rivals: readonly Earlier<O>[]): boolean {
    if (this.#shared.questions <= 0) return false;
    const answer = this.#shared.algebra.coveredBy({ entries: [entry] }, [rulesOf(rivals)]);
    this.#spend(answer === "unknown");
    return answer === "yes";
  }

  #needed(entry: MatchEntry, rivals: readonly Earlier<O>[]): readonly O[] {
    const owners = [...new Set(rivals.map((rival) => rival.owner))];
    const of = (kept: readonly O[]) => rivals.filter((rival) => kept.includes(rival.owner));
    const single = owners.length === 1 ? owners[0] : owners.find((owner) => this.#covered(entry, of([owner])));
    if (single !== undefined) return [single];
    if (owners.length > NAMED) return owners;
    let kept: readonly O[] = owners;
    for (const owner of [...owners].reverse()) {
      const rest = kept.filter((one) => one !== owner);
      if (this.#covered(entry, of(rest))) kept = rest;
    }
    return kept;
  }

  /** A question that was given up has cost a lot. */
  #spend(givenUp: boolean): void {
    this.#shared.questions -= givenUp ? GIVEN_UP : 1;
  }
}

function newShared(gateways: readonly string[]): Shared {
  const algebra = new MatchAlgebra({ known: { gateways }, steps: STEPS, stepsPerComparison: STEPS });
  return { algebra, regexes: new Regexes(), outlines: new RegexOutlines(), questions: QUESTIONS };
}

function rulesOf(entries: readonly Earlier<unknown>[]): MatchRule {
  return { entries: entries.map((one) => one.entry) };
}
