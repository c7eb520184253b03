/**
 * Work that may be spent, in counted steps (never in time, so that answers are repeatable).
 * One unit is about one look at a state of an automaton.
 */
export class Budget {
  private left: number;

  constructor(
    total: number,
    private readonly perComparison: number,
  ) {
    this.left = total;
  }

  /** What one comparison of languages may use up. */
  allowance(): number {
    return Math.max(0, Math.min(this.left, this.perComparison));
  }

  /** Takes `units` away; false when they were more than what was left. */
  spend(units: number): boolean {
    this.left -= units;
    return this.left >= 0;
  }

  exhausted(): boolean {
    return this.left <= 0;
  }
}
