import type { ClusterContext } from "./clusters";
import { type Decision, plainOutcome, routedOutcome } from "./httpOutcome";
import type { L4Route } from "./l4Routes";
import type { MeshView } from "./meshView";
import { destinationShares } from "./shares";
import type { TraceStep } from "./simulation";
import { idOf, ruleStep, type StartOf } from "./trace";
import { conditionsInWords } from "./words";

/** What a tls or tcp rule does with a connection: it has weights, and a missing cluster closes the connection. */
export function l4Outcome(view: MeshView, route: L4Route, context: ClusterContext): Decision {
  const place = { graph: route.rule.root.id, rule: idOf(route.rule) };
  const shares = destinationShares(view, route.rule.route.destinations, context, 100, place);
  if (shares.destinations.length === 0) return plainOutcome("no-cluster", "The rule leads nowhere; the webhook rejects it.");
  return {
    outcome: { ...routedOutcome(shares.destinations, true), destinations: shares.destinations, mirrors: [] },
    notes: shares.notes,
    ids: shares.ids,
  };
}

/** A step for each rule in order; the alternatives of one rule are one step. */
export function l4Steps(routes: readonly L4Route[], chosen: L4Route | undefined, startOf: StartOf): readonly TraceStep[] {
  const steps: TraceStep[] = [];
  for (const [at, route] of routes.entries()) {
    if (routes.findIndex((one) => one.rule === route.rule) !== at) continue;
    const alternatives = routes.filter((one) => one.rule === route.rule);
    const taken = alternatives.find((one) => one === chosen);
    const reason =
      taken === undefined
        ? alternatives
            .map((one) => one.dropped ?? `${inWords(one)}: another chain fits the connection better, or this one does not`)
            .join("; ")
        : `matches: ${inWords(taken)}`;
    steps.push(ruleStep(route.rule, taken !== undefined, reason, startOf));
  }
  return steps;
}

function inWords({ match }: L4Route): string {
  const conditions = match === undefined ? [] : conditionsInWords(match);
  return conditions.length === 0 ? "everything" : conditions.join(", ");
}
