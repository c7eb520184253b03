import type { Automaton } from "./automaton";
import type { Budget } from "./budget";
import { type Answer, regex, type ValueCondition } from "./condition";
import type { Demand, Dimension, DimensionKind, Value } from "./dimension";
import { type Conjunction, combinationOf, explore } from "./exploration";
import { conditionKey, type Languages } from "./stringLanguage";

/** What is known of the requests beyond what HTTP allows. Absent: any. */
export interface KnownRequests {
  /** All gateways (`mesh`, `namespace/name`) that the rules are bound to. */
  readonly gateways?: readonly string[] | undefined;
  /** All listener ports. */
  readonly ports?: readonly number[] | undefined;
}

/** A value of a dimension that stands for all those that meet the same demands: bit i of `meets` is the i-th demand. */
export interface Atom {
  readonly meets: bigint;
  readonly value: Value;
}

/** The values that requests can have in each dimension. */
export class RequestSpace {
  constructor(
    private readonly languages: Languages,
    private readonly known: KnownRequests,
  ) {}

  /** The value of a dimension that nothing is demanded of. */
  ordinary(dimension: Dimension): Value {
    return isText(dimension.kind) ? TEXTS[dimension.kind].usual[0] : this.names(dimension, [])[0];
  }

  /**
   * One value for each combination of `demands` that occurs among the values that meet `within`. An empty list: no value does.
   * What of `within` is not modelled is taken to be met. Undefined when one of `demands` is not modelled or the budget ends.
   */
  partition(dimension: Dimension, within: Demand | undefined, demands: readonly Demand[], budget: Budget): readonly Atom[] | undefined {
    return isText(dimension.kind)
      ? this.partitionTexts(dimension.kind, conditionsOf(within), demands.map(conditionsOf), budget)
      : this.partitionNames(dimension, within, demands);
  }

  /** Whether the values that meet `within` meet `demand`: all (`yes`), none (`no`) or `some`; of no values, all do. */
  meets(dimension: Dimension, within: Demand | undefined, demand: Demand, budget: Budget): Answer | "some" {
    if (this.beginDifferently(conditionsOf(within), conditionsOf(demand))) {
      return "no";
    }
    const atoms = this.partition(dimension, within, [demand], budget);
    if (atoms === undefined) {
      return "unknown";
    }
    return atoms.every(({ meets }) => meets !== 0n) ? "yes" : atoms.every(({ meets }) => meets === 0n) ? "no" : "some";
  }

  /** The cheap proof that no value meets both: most paths of a route table differ in their first segment. */
  private beginDifferently(a: readonly ValueCondition[], b: readonly ValueCondition[]): boolean {
    const starts = (conditions: readonly ValueCondition[]): readonly string[] =>
      conditions.flatMap(({ match, negated }) => (negated ? [] : (this.languages.of(match)?.literalPrefix() ?? [])));
    const others = starts(b);
    return starts(a).some((start) => others.some((other) => !start.startsWith(other) && !other.startsWith(start)));
  }

  private partitionTexts(
    kind: TextKind,
    within: readonly ValueCondition[],
    demands: readonly (readonly ValueCondition[])[],
    budget: Budget,
  ): readonly Atom[] | undefined {
    const { pattern, usual } = TEXTS[kind];
    const allowed = this.languages.of(regex(pattern));
    const required = this.sides(within.filter(({ match }) => this.languages.of(match) !== undefined));
    const observed = demands.map((conditions) => this.sides(conditions)).filter((sides) => sides !== undefined);
    if (allowed === undefined || required === undefined || observed.length < demands.length) {
      return undefined;
    }
    const possible: Conjunction = [{ automaton: allowed, negated: false }, ...required.text];
    const observedTexts = observed.map(({ text }) => text);
    const found = new Map<bigint, Value>();
    for (const value of usual) {
      const holds: Holds = ({ automaton, negated }) => value !== undefined && automaton.acceptsText(value) !== negated;
      const meets = value === undefined ? bits(observed.map(({ missing }) => missing)) : combinationOf(observedTexts, holds);
      if (!found.has(meets) && (value === undefined ? required.missing : possible.every(holds))) {
        found.set(meets, value);
      }
    }
    const others = explore(possible, observedTexts, new Set(found.keys()), budget);
    return others && [...found, ...others].map(([meets, value]) => ({ meets, value }));
  }

  /** What the conditions mean for a text and for a missing value; undefined if one is not modelled. */
  private sides(conditions: readonly ValueCondition[]): Sides | undefined {
    const text: { automaton: Automaton; negated: boolean }[] = [];
    let missing = true;
    for (const { match, negated } of conditions) {
      const automaton = this.languages.of(match);
      if (automaton === undefined) {
        return undefined;
      }
      if (match.kind !== "present" || negated) {
        text.push({ automaton, negated });
      }
      missing &&= negated && (match.kind === "present" || !automaton.acceptsText(""));
    }
    return { text, missing };
  }

  private partitionNames(dimension: Dimension, within: Demand | undefined, demands: readonly Demand[]): readonly Atom[] {
    const mentioned = [within, ...demands].flatMap((demand) => (demand?.kind === "oneOf" ? demand.names : []));
    const found = new Map<bigint, Value>();
    for (const value of this.names(dimension, mentioned)) {
      const met = bits(demands.map((demand) => allows(demand, value)));
      if (!found.has(met) && (within === undefined || allows(within, value))) {
        found.set(met, value);
      }
    }
    return [...found].map(([meets, value]) => ({ meets, value }));
  }

  /** All names that can be told apart: an ordinary or another unmentioned one first, then those mentioned. */
  private names({ kind }: Dimension, mentioned: readonly string[]): readonly Value[] {
    switch (kind) {
      case "port":
        return this.known.ports?.map(String) ?? [unmentioned(mentioned, ["80", "8080"], (count) => String(10_000 + count)), ...mentioned];
      case "gateway":
        return this.known.gateways ?? [unmentioned(mentioned, ["mesh"], (count) => `other/gateway-${count}`), ...mentioned];
      case "namespace":
        return [unmentioned(mentioned, ["default"], (count) => `other-${count}`), ...mentioned];
      default:
        return [undefined, ...mentioned];
    }
  }
}

/** The demand without the conditions that `within` makes too, word by word (so they need not be modelled); undefined when none is left. */
export function withoutRepetitions(demand: Demand, within: Demand | undefined): Demand | undefined {
  if (demand.kind === "oneOf") {
    return demand;
  }
  const key = ({ match, negated }: ValueCondition): string => `${negated ? "not " : ""}${conditionKey(match)}`;
  const given = new Set(conditionsOf(within).map(key));
  const conditions = demand.conditions.filter((condition) => !given.has(key(condition)));
  return conditions.length > 0 ? { kind: "text", conditions } : undefined;
}

interface Sides {
  readonly text: Conjunction;
  readonly missing: boolean;
}

type Holds = Parameters<typeof combinationOf>[1];

type TextKind = Exclude<DimensionKind, "port" | "gateway" | "namespace" | "label">;

interface Texts {
  /** The texts that can arrive. */
  readonly pattern: string;
  /** Values that make a good example; undefined (missing) only where it is possible. */
  readonly usual: readonly Value[];
}

/** RFC 9110 (field values, methods), RFC 3986 (paths, authorities). The path starts with a slash: `OPTIONS *` and CONNECT are left out. */
const TEXTS: Readonly<Record<TextKind, Texts>> = {
  path: { pattern: '/[!"$->@-~\\x{80}-\\x{10ffff}]*', usual: ["/"] },
  method: { pattern: "[!#$%&'*+.^_`|~0-9A-Za-z-]+", usual: ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] },
  scheme: { pattern: "https?", usual: ["http", "https"] },
  authority: { pattern: "[A-Za-z0-9._~!$&'()*+,;=:%\\[\\]@-]+", usual: ["example.com"] },
  header: {
    pattern: "([!-~\\x{80}-\\x{10ffff}]([\\t -~\\x{80}-\\x{10ffff}]*[!-~\\x{80}-\\x{10ffff}])?)?",
    usual: [undefined, "1", "a"],
  },
  query: { pattern: "[!\"$%'-~\\x{80}-\\x{10ffff}]*", usual: [undefined, "1", "a"] },
};

function isText(kind: DimensionKind): kind is TextKind {
  return kind in TEXTS;
}

function conditionsOf(demand: Demand | undefined): readonly ValueCondition[] {
  return demand?.kind === "text" ? demand.conditions : [];
}

function allows(demand: Demand, value: Value): boolean {
  return demand.kind === "oneOf" && value !== undefined && demand.names.includes(value);
}

function unmentioned(mentioned: readonly string[], usual: readonly string[], other: (count: number) => string): string {
  const candidates = [...usual, ...mentioned.map((_, index) => other(index)), other(mentioned.length)];
  return candidates.find((candidate) => !mentioned.includes(candidate)) ?? other(mentioned.length);
}

function bits(flags: readonly boolean[]): bigint {
  return flags.reduce((sum, flag, index) => (flag ? sum | (1n << BigInt(index)) : sum), 0n);
}
