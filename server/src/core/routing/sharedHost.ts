import { type MatchEntry, matchEntry } from "./algebra/condition";
import { HttpCover } from "./httpCover";
import { plainlyWithin } from "./plainCover";

const EVERYTHING = matchEntry({});

/**
 * The http rules that several VirtualServices have for one host at a gateway: those with conditions in order, behind them those
 * without, of which the first is used (pilot/pkg/networking/core/gateway.go, SortVHostRoutes).
 */
export class SharedHost<O> {
  readonly #gateway: string;
  readonly #narrow: HttpCover<O>;
  #rest: O | undefined;

  constructor(gateway: string) {
    this.#gateway = gateway;
    this.#narrow = new HttpCover([gateway]);
  }

  /** Adds a rule; entries of which cannot be told what they match are left out. */
  add(entries: readonly (MatchEntry | undefined)[], owner: O): void {
    if (entries.length === 0) this.#rest ??= owner;
    for (const entry of entries) {
      if (entry === undefined || !this.#isHere(entry)) continue;
      if (this.#isEverything(entry)) this.#rest ??= owner;
      else this.#narrow.add(entry, owner);
    }
  }

  /** The owners that take every request of a later rule here; undefined when some request is left, or the rule is not for this gateway. */
  takersOf(entries: readonly (MatchEntry | undefined)[]): readonly O[] | undefined {
    if (entries.includes(undefined)) return undefined;
    if (entries.length === 0) return this.#rest === undefined ? undefined : [this.#rest];
    const here = entries.filter((entry) => entry !== undefined && this.#isHere(entry)) as readonly MatchEntry[];
    if (here.length === 0) return undefined;
    const takers = new Set<O>();
    for (const entry of here) {
      const by = this.#isEverything(entry) ? (this.#rest === undefined ? undefined : [this.#rest]) : this.#narrow.takersOf(entry);
      if (by === undefined) return undefined;
      for (const owner of by) takers.add(owner);
    }
    return [...takers];
  }

  #isHere(entry: MatchEntry): boolean {
    return entry.gateways.length === 0 || entry.gateways.includes(this.#gateway);
  }

  #isEverything(entry: MatchEntry): boolean {
    return plainlyWithin(EVERYTHING, entry, [this.#gateway]);
  }
}
