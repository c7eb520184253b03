import type { Budget } from "./budget";

/** `gap`: the index of the value chosen in each dimension. */
export type GapSearch =
  | { readonly kind: "gap"; readonly choice: readonly number[] }
  | { readonly kind: "covered" }
  | { readonly kind: "unknown" };

/**
 * Looks for one value in each dimension such that no candidate admits them all. Candidates are the bits of `everyone`.
 *
 * @param dimensions for each value the candidates that admit it; no dimension is empty
 */
export function findGap(dimensions: readonly (readonly bigint[])[], everyone: bigint, budget: Budget): GapSearch {
  const values = dimensions.map((admitted) => strictest(admitted, everyone));
  if (!budget.spend(values.reduce((sum, list) => sum + list.length ** 2, 0))) {
    return { kind: "unknown" };
  }
  const search = new Search(values, indifferentBehind(values, everyone), budget);
  const choice = search.from(0, everyone);
  if (choice) {
    return { kind: "gap", choice: [...choice, ...values.slice(choice.length).map((list) => list[0]?.index ?? 0)] };
  }
  return { kind: budget.exhausted() ? "unknown" : "covered" };
}

interface AdmittingValue {
  readonly index: number;
  readonly admitted: bigint;
}

class Search {
  private readonly failed = new Set<string>();

  constructor(
    private readonly values: readonly (readonly AdmittingValue[])[],
    /** By dimension: the candidates that admit every value of it and of all behind it. */
    private readonly indifferent: readonly bigint[],
    private readonly budget: Budget,
  ) {}

  /** Choices for the dimensions from `at` on, as far as they are needed; undefined if there are none or the budget ends. */
  from(at: number, candidates: bigint): readonly number[] | undefined {
    if (candidates === 0n) {
      return [];
    }
    const key = `${at} ${candidates}`;
    if ((candidates & (this.indifferent[at] ?? candidates)) !== 0n || this.failed.has(key)) {
      return undefined;
    }
    for (const { index, admitted } of this.values[at] ?? []) {
      if (!this.budget.spend(1)) {
        return undefined;
      }
      const rest = this.from(at + 1, candidates & admitted);
      if (rest) {
        return [index, ...rest];
      }
    }
    this.failed.add(key);
    return undefined;
  }
}

/** Values that admit a superset of what another one admits are of no use. */
function strictest(admitted: readonly bigint[], everyone: bigint): readonly AdmittingValue[] {
  const values = admitted.map((bits, index) => ({ index, admitted: bits & everyone }));
  return values.filter(
    (value) =>
      !values.some(
        (other) =>
          other !== value && (other.admitted & ~value.admitted) === 0n && (other.admitted !== value.admitted || other.index < value.index),
      ),
  );
}

function indifferentBehind(values: readonly (readonly AdmittingValue[])[], everyone: bigint): readonly bigint[] {
  let behind = everyone;
  return values
    .toReversed()
    .map((list) => {
      behind = list.reduce((common, { admitted }) => common & admitted, behind);
      return behind;
    })
    .reverse();
}
