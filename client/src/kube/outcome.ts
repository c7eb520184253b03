import { type ClusterError, describeError } from "./errors";
import type { Plan, PlanItem } from "./plan";
import { nameTarget, type Target } from "./target";

/** How an apply ended. Only `applied` may have written something. */
export type ApplyOutcome =
  | { readonly kind: "failed"; readonly error: ClusterError; readonly target: Target | undefined }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly target: Target }
  /** The server refuses at least one object, as the items of the plan tell. */
  | { readonly kind: "not-applicable"; readonly target: Target; readonly plan: Plan }
  | { readonly kind: "nothing-to-do"; readonly target: Target; readonly plan: Plan }
  | { readonly kind: "declined"; readonly target: Target; readonly plan: Plan }
  | { readonly kind: "applied"; readonly target: Target; readonly plan: Plan; readonly results: readonly ObjectResult[] };

/** Why we do not go on although the server would let us. */
export type Refusal =
  | { readonly reason: "program"; readonly program: string }
  | { readonly reason: "repeated-object"; readonly title: string }
  | { readonly reason: "target-changed"; readonly changes: readonly string[] }
  | { readonly reason: "document-moved"; readonly title: string };

/** What became of one object of a confirmed plan. `unknown`: the request was sent and its answer never came. */
export type ObjectResult =
  | { readonly item: PlanItem; readonly outcome: "created" | "updated" | "unchanged" }
  | { readonly item: PlanItem; readonly outcome: "failed" | "unknown"; readonly error: ClusterError }
  | { readonly item: PlanItem; readonly outcome: "not-attempted"; readonly after: string };

/** One sentence for the end of an apply; what became of each object is told by `describeResult`. */
export function describeOutcome(outcome: ApplyOutcome): string {
  switch (outcome.kind) {
    case "failed":
      return describeError(outcome.error, outcome.target);
    case "refused":
      return describeRefusal(outcome.refusal, outcome.target);
    case "not-applicable": {
      const failed = outcome.plan.items.filter((item) => item.action === "failed");
      const [first] = failed;
      if (failed.length === 1 && first?.error !== undefined)
        return `Nothing was applied. ${first.title}: ${describeError(first.error, outcome.target)}`;
      return `Nothing was applied: ${nameTarget(outcome.target)} refuses ${failed.length} of ${outcome.plan.items.length} objects.`;
    }
    case "nothing-to-do":
      return `Nothing to apply: ${nameTarget(outcome.target)} has all of it already.`;
    case "declined":
      return `Nothing was applied to ${nameTarget(outcome.target)}.`;
    case "applied":
      return appliedWords(outcome.results, outcome.target);
  }
}

/** Whether every object of a confirmed plan is now as planned. */
export function isComplete(results: readonly ObjectResult[]): boolean {
  return results.every((result) => result.outcome === "created" || result.outcome === "updated" || result.outcome === "unchanged");
}

export function describeResult(result: ObjectResult, target: Target): string {
  const { title } = result.item;
  switch (result.outcome) {
    case "created":
      return `${title} created.`;
    case "updated":
      return `${title} changed.`;
    case "unchanged":
      return `${title} unchanged.`;
    case "failed":
      return `${title} not applied: ${describeError(result.error, target)}`;
    case "unknown":
      return `${title} may or may not have been applied: ${describeError(result.error, target)}`;
    case "not-attempted":
      return `${title} not applied, because ${result.after} before it was not.`;
  }
}

function describeRefusal(refusal: Refusal, target: Target): string {
  switch (refusal.reason) {
    case "program":
      return `${capitalised(nameTarget(target))} takes its credentials from the program "${refusal.program}", which is not started in an untrusted workspace.`;
    case "repeated-object":
      return `${refusal.title} is there more than once: select the one to apply to ${nameTarget(target)}.`;
    case "target-changed":
      return `Nothing was applied, because the kubeconfig changed since the plan for ${nameTarget(target)} was shown: ${refusal.changes.join(", ")}.`;
    case "document-moved":
      return `Nothing was applied to ${nameTarget(target)}, because the document of ${refusal.title} changed since the plan was shown.`;
  }
}

function appliedWords(results: readonly ObjectResult[], target: Target): string {
  const written = results.filter((result) => result.outcome === "created" || result.outcome === "updated").length;
  if (isComplete(results)) return `Applied ${written} object${written === 1 ? "" : "s"} to ${nameTarget(target)}.`;
  const culprit = results.find((result) => result.outcome === "failed" || result.outcome === "unknown");
  const why = culprit === undefined ? "" : ` ${describeResult(culprit, target)}`;
  return `Applied ${written} of ${results.length} objects to ${nameTarget(target)}, then stopped.${why}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
