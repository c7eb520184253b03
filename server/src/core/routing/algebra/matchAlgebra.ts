import { Budget } from "./budget";
import { type Answer, type MatchEntry, type MatchRequest, type MatchRule, matchEntry } from "./condition";
import { type Assignment, bothOf, type Constraint, type Constraints, constraintsOf, requestOf, type Value } from "./dimension";
import { evaluate, Regexes } from "./evaluate";
import { findGap } from "./gapSearch";
import { type KnownRequests, RequestSpace, withoutRepetitions } from "./requestSpace";
import { Languages } from "./stringLanguage";

export interface AlgebraOptions {
  readonly known?: KnownRequests;
  /** Units of work for one question. */
  readonly steps?: number;
  /** Units of work for one comparison of conditions. */
  readonly stepsPerComparison?: number;
}

/** `none`: proven that no request is in question. */
export type RequestExample =
  | { readonly kind: "example"; readonly request: MatchRequest }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

const DEFAULT_STEPS = 2_000_000;
const DEFAULT_STEPS_PER_COMPARISON = 200_000;

const ANY_REQUEST: MatchEntry = matchEntry({});

/**
 * Compares rules as sets of requests. Requests are those that HTTP allows (RFC 9110, RFC 3986), with a path that starts with a slash.
 *
 * `none`, and with it "covered" and "do not overlap", rest on a proof over regular languages; an example has been evaluated with
 * RE2 against every rule concerned. What can be neither proven nor shown within the budget is unknown. Answers are repeatable.
 * An instance remembers the automata of the conditions it has seen.
 */
export class MatchAlgebra {
  private readonly languages = new Languages();
  private readonly regexes = new Regexes();
  private readonly constraints = new WeakMap<MatchEntry, Constraints>();
  private readonly space: RequestSpace;

  constructor(private readonly options: AlgebraOptions = {}) {
    this.space = new RequestSpace(this.languages, options.known ?? {});
  }

  /** Whether every request that `b` matches is matched by `a`. */
  covers(a: MatchRule, b: MatchRule): Answer {
    return this.coveredBy(b, [a]);
  }

  /** Whether every request that `rule` matches is matched by one of `earlier`. With none: whether it matches no request at all. */
  coveredBy(rule: MatchRule, earlier: readonly MatchRule[]): Answer {
    return provenBy(this.exampleFor(rule, earlier), "yes", "no");
  }

  /** Whether some request is matched by both. */
  overlap(a: MatchRule, b: MatchRule): Answer {
    return provenBy(this.exampleForBoth(a, b), "no", "yes");
  }

  /** A request that `rule` matches and none of `earlier` does. */
  exampleFor(rule: MatchRule, earlier: readonly MatchRule[]): RequestExample {
    const budget = this.budget();
    const rivals = earlier.flatMap(entriesOf).map((entry) => this.constraintsOf(entry));
    const shows = (request: MatchRequest): boolean =>
      evaluate(rule, request, this.regexes) === "yes" && earlier.every((other) => evaluate(other, request, this.regexes) === "no");
    return firstExample(entriesOf(rule), (entry) => this.gap(this.constraintsOf(entry), rivals, budget, shows));
  }

  /** A request that both match. */
  exampleForBoth(a: MatchRule, b: MatchRule): RequestExample {
    const budget = this.budget();
    const shows = (request: MatchRequest): boolean => [a, b].every((rule) => evaluate(rule, request, this.regexes) === "yes");
    const pairs = entriesOf(a).flatMap((left) => entriesOf(b).map((right) => [left, right] as const));
    return firstExample(pairs, ([left, right]) => this.gap(bothOf(this.constraintsOf(left), this.constraintsOf(right)), [], budget, shows));
  }

  /** A request that meets `entry` and none of `rivals`. */
  private gap(
    entry: Constraints,
    rivals: readonly Constraints[],
    budget: Budget,
    shows: (request: MatchRequest) => boolean,
  ): RequestExample {
    const own = this.valuesOf(entry, budget);
    if (own === "none") {
      return { kind: "none" };
    }
    const open: Constraints[] = [];
    for (const rival of rivals) {
      const rest = this.openConstraints(entry, rival, budget);
      if (rest !== "disjoint" && rest !== "unknown") {
        if (rest.size === 0) {
          return { kind: "none" };
        }
        open.push(rest);
      }
    }
    const chosen = this.escape(entry, open, budget);
    if (chosen === "covered") {
      return { kind: "none" };
    }
    const request =
      chosen === "unknown" ? undefined : requestOf(new Map([...own, ...chosen]), (dimension) => this.space.ordinary(dimension));
    return request !== undefined && shows(request) ? { kind: "example", request } : { kind: "unknown" };
  }

  /** A value for each dimension the entry restricts, as far as one can be told. */
  private valuesOf(entry: Constraints, budget: Budget): Assignment | "none" {
    const values = new Map<string, { readonly dimension: Constraint["dimension"]; readonly value: Value }>();
    for (const { dimension, demand } of entry.values()) {
      const atoms = this.space.partition(dimension, demand, [], budget);
      const [first] = atoms ?? [];
      if (atoms?.length === 0) {
        return "none";
      }
      if (first) {
        values.set(dimension.id, { dimension, value: first.value });
      }
    }
    return values;
  }

  /** The rival's constraints that requests of the entry may fail; "unknown" when it cannot be used to prove anything. */
  private openConstraints(entry: Constraints, rival: Constraints, budget: Budget): Constraints | "disjoint" | "unknown" {
    const open = new Map<string, Constraint>();
    let unknown = false;
    for (const { dimension, demand } of rival.values()) {
      const within = entry.get(dimension.id)?.demand;
      const rest = withoutRepetitions(demand, within);
      const met = rest === undefined ? "yes" : this.space.meets(dimension, within, rest, budget);
      if (met === "no") {
        return "disjoint";
      }
      unknown ||= met === "unknown";
      if (met === "some" && rest) {
        open.set(dimension.id, { dimension, demand: rest });
      }
    }
    return unknown ? "unknown" : open;
  }

  /** Values with which a request of the entry fails a constraint of each rival. */
  private escape(entry: Constraints, rivals: readonly Constraints[], budget: Budget): Assignment | "covered" | "unknown" {
    const dimensions = new Map(rivals.flatMap((rival) => [...rival.values()].map(({ dimension }) => [dimension.id, dimension])));
    const partitions: {
      readonly dimension: Constraint["dimension"];
      readonly values: readonly Value[];
      readonly admitted: readonly bigint[];
    }[] = [];
    let everyone = (1n << BigInt(rivals.length)) - 1n;
    for (const dimension of dimensions.values()) {
      const demanding = rivals.flatMap((rival, index) => {
        const demand = rival.get(dimension.id)?.demand;
        return demand ? [{ demand, bit: 1n << BigInt(index) }] : [];
      });
      const atoms = this.space.partition(
        dimension,
        entry.get(dimension.id)?.demand,
        demanding.map(({ demand }) => demand),
        budget,
      );
      const concerned = demanding.reduce((mask, { bit }) => mask | bit, 0n);
      if (atoms === undefined) {
        everyone &= ~concerned;
      } else if (atoms.length === 0) {
        return "covered";
      } else {
        const admitted = atoms.map(({ meets }) =>
          demanding.reduce((mask, { bit }, index) => ((meets >> BigInt(index)) & 1n ? mask | bit : mask), ~concerned),
        );
        partitions.push({ dimension, values: atoms.map(({ value }) => value), admitted });
      }
    }
    const result = findGap(
      partitions.map(({ admitted }) => admitted),
      everyone,
      budget,
    );
    if (result.kind !== "gap") {
      return result.kind;
    }
    return new Map(
      partitions.map(({ dimension, values }, index) => [dimension.id, { dimension, value: values[result.choice[index] ?? 0] }]),
    );
  }

  private constraintsOf(entry: MatchEntry): Constraints {
    const known = this.constraints.get(entry) ?? constraintsOf(entry);
    this.constraints.set(entry, known);
    return known;
  }

  private budget(): Budget {
    return new Budget(this.options.steps ?? DEFAULT_STEPS, this.options.stepsPerComparison ?? DEFAULT_STEPS_PER_COMPARISON);
  }
}

function entriesOf(rule: MatchRule): readonly MatchEntry[] {
  return rule.entries.length > 0 ? rule.entries : [ANY_REQUEST];
}

function firstExample<T>(parts: readonly T[], exampleOf: (part: T) => RequestExample): RequestExample {
  let proven = true;
  for (const part of parts) {
    const example = exampleOf(part);
    if (example.kind === "example") {
      return example;
    }
    proven &&= example.kind === "none";
  }
  return { kind: proven ? "none" : "unknown" };
}

function provenBy(example: RequestExample, none: Answer, some: Answer): Answer {
  return example.kind === "none" ? none : example.kind === "example" ? some : "unknown";
}
