import type { Resource } from "../model/resource";
import type { Decision } from "./httpOutcome";
import type { TraceStep } from "./simulation";

/** A decision with how it came about. */
export interface Verdict {
  readonly decision: Decision;
  readonly steps: readonly TraceStep[];
  readonly notes: readonly string[];
  /** The resources that decided. */
  readonly involved: readonly Resource[];
  /** VirtualServices among which age decides. */
  readonly rivals: readonly Resource[];
}

/** A decision that needs no rule. */
export function bareVerdict(decision: Decision): Verdict {
  return { decision, steps: [], notes: [], involved: [], rivals: [] };
}
