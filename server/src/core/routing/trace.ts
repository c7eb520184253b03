import { describeResource } from "../model/resource";
import { describeRoute } from "../model/virtualService";
import type { DocumentRef } from "../rules/finding";
import { shiftSpan } from "../text/span";
import type { Regexes } from "./algebra/evaluate";
import { failedCondition, isClaim } from "./match";
import type { HttpRequest } from "./matchRequest";
import type { EffectiveRule, HttpRoute } from "./routeModel";
import type { TraceStep } from "./simulation";
import { ruleId } from "./viewIds";
import { conditionsInWords } from "./words";

/** Offset of a document in its file. */
export type StartOf = (document: DocumentRef) => number;

/** The routes of a virtual host walked in order until one matches. */
export interface Walk {
  readonly matched: HttpRoute | undefined;
  readonly steps: readonly TraceStep[];
  readonly notes: readonly string[];
}

/** Takes the first route that a request matches, and says of every rule before why it did not. */
export function walkRoutes(routes: readonly HttpRoute[], request: HttpRequest, regexes: Regexes, startOf: StartOf): Walk {
  const steps: TraceStep[] = [];
  const notes: string[] = [];
  let open: { readonly rule: EffectiveRule; readonly reasons: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) steps.push(ruleStep(open.rule, false, inOneLine(open.reasons), startOf));
    open = undefined;
  };
  for (const route of routes) {
    if (open !== undefined && open.rule !== route.rule) close();
    if (route.match?.unclear === true)
      notes.push(`${nameOf(route.rule)} has a condition that is not understood; it is taken as if it were not there.`);
    if (route.match?.headers.some(({ name }) => isClaim(name.value)) === true) {
      notes.push(`${nameOf(route.rule)} asks for claims of a token, which the request does not show; they are taken to be missing.`);
    }
    const failure = route.dropped ?? reasonAgainst(route, request, regexes);
    if (failure === undefined) {
      open = undefined;
      steps.push(ruleStep(route.rule, true, reasonFor(route), startOf));
      return { matched: route, steps, notes };
    }
    open ??= { rule: route.rule, reasons: [] };
    open.reasons.push(failure);
  }
  close();
  return { matched: undefined, steps, notes };
}

/** A step for a rule, with its place. */
export function ruleStep(rule: EffectiveRule, matched: boolean, reason: string, startOf: StartOf): TraceStep {
  const { source, written } = rule;
  return {
    resource: describeResource(source),
    rule: describeRoute(written),
    matched,
    reason,
    file: source.file,
    span: shiftSpan(written.span, startOf(source)),
    ids: [idOf(rule)],
  };
}

/** The id of the rule in the RouteView of its root. */
export function idOf({ root, route, rootRoute, delegated }: EffectiveRule): string {
  return ruleId(root.id, route.protocol, rootRoute.index, delegated);
}

function reasonAgainst({ match }: HttpRoute, request: HttpRequest, regexes: Regexes): string | undefined {
  const failure = match === undefined ? undefined : failedCondition(match, request, regexes);
  return failure === undefined ? undefined : `${failure.condition}: saw ${failure.saw}`;
}

function reasonFor({ match }: HttpRoute): string {
  const conditions = match === undefined ? [] : conditionsInWords(match);
  return conditions.length === 0 ? "matches everything" : `matches: ${conditions.join(", ")}`;
}

/** The entries of a rule are alternatives: each has its own reason. */
function inOneLine(reasons: readonly string[]): string {
  return reasons.length === 1 ? (reasons[0] ?? "") : reasons.map((reason, at) => `alternative ${at + 1}: ${reason}`).join("; ");
}

function nameOf({ source, written }: EffectiveRule): string {
  return `${describeRoute(written)} of ${describeResource(source)}`;
}
