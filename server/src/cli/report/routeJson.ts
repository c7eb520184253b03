import type { Outcome } from "../../core/routing/simulation";
import type { Position } from "../../core/text/lineIndex";
import type { Answer } from "./answer";

/** An answer as JSON; lines and characters of ranges count from zero. */
export function jsonAnswer({ simulation }: Answer, place: (file: string, offset: number) => Position, indent = 0): string {
  const { outcome, notes, trace } = simulation;
  const steps = trace.map(({ resource, rule, matched, reason, file, span }) => ({
    resource,
    rule,
    matched,
    reason,
    file,
    range: { start: place(file, span.start), end: place(file, span.end) },
  }));
  const told = notes.map(({ text, alternatives }) => ({
    text,
    alternatives: alternatives.map((one) => ({ when: one.when, outcome: rounded(one.outcome) })),
  }));
  return JSON.stringify({ outcome: rounded(outcome), notes: told, trace: steps }, undefined, indent);
}

/** Shares without the last digits of binary fractions. */
function rounded(outcome: Outcome): Outcome {
  const round = (share: number): number => Math.round(share * 1e6) / 1e6;
  return {
    ...outcome,
    destinations: outcome.destinations.map((one) => ({
      ...one,
      share: round(one.share),
      workloads: one.workloads.map((workload) => ({ ...workload, share: round(workload.share) })),
    })),
  };
}
