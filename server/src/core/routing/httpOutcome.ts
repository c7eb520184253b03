import type { Regexes } from "./algebra/evaluate";
import type { ClusterContext } from "./clusters";
import { preflightAnswer } from "./cors";
import { authorityOf, faultShare, retryPolicy, timeoutMs } from "./httpPolicy";
import type { HttpRequest } from "./matchRequest";
import type { MeshView } from "./meshView";
import type { HttpRoute } from "./routeModel";
import { destinationShares, mirrorShares, type ViewPlace } from "./shares";
import type { Outcome } from "./simulation";
import { redirectUrl, rewrittenPath } from "./urls";
import { headersInWords } from "./words";

/** An outcome with what is to be said beside it and the ids of the parts of a RouteView that the request passes. */
export interface Decision {
  readonly outcome: Outcome;
  readonly notes: readonly string[];
  readonly ids: readonly string[];
}

export interface RouteContext {
  readonly view: MeshView;
  readonly regexes: Regexes;
  readonly request: HttpRequest;
  /** The connection came encrypted and was terminated here. */
  readonly tls: boolean;
  readonly cluster: ClusterContext;
  readonly place: ViewPlace;
}

/** What a route that matched does: redirect, else direct response, else it answers preflights, else destinations (5.4 of the routing semantics). */
export function httpOutcome(route: HttpRoute, context: RouteContext): Decision {
  const { redirect, directResponse, corsPolicy } = route.rule.route;
  const fault = faultShare(route.rule.route.fault);
  const faulty = fault === undefined ? {} : { fault };
  if (redirect !== undefined) {
    const status = redirect.redirectCode?.value ?? 301;
    if (!redirectCodes.has(status))
      return nothingDone(`Redirect code ${status} is not supported, so the route has no action and Envoy rejects the configuration.`);
    const url = redirectUrl(redirect, context.request, { match: route.match, port: route.port, tls: context.tls });
    return alone({ type: "redirect", status, url, reason: `Redirected to ${url}.`, destinations: [], mirrors: [], ...faulty });
  }
  if (directResponse !== undefined) {
    const status = directResponse.status?.value ?? 200;
    return alone({
      type: "direct-response",
      status,
      reason: `The proxy answers ${status} itself.`,
      destinations: [],
      mirrors: [],
      ...faulty,
    });
  }
  const preflight = preflightAnswer(corsPolicy, context.request, context.regexes);
  if (preflight !== undefined) {
    const reason = `The proxy answers the preflight itself: the origin is ${preflight === "allowed" ? "allowed" : "not allowed"}.`;
    return alone({ type: "direct-response", status: 200, reason, destinations: [], mirrors: [], ...faulty });
  }
  return routed(route, context);
}

/** An outcome without destinations. */
export function plainOutcome(type: Outcome["type"], reason: string, status?: number): Decision {
  return alone({ type, ...(status === undefined ? {} : { status }), reason, destinations: [], mirrors: [] });
}

/** The outcome for requests of which upstream sees another path than the client sent. */
export function withNormalizedPath({ outcome, ...rest }: Decision, { target, sentTarget }: HttpRequest): Decision {
  return { ...rest, outcome: target === sentTarget ? outcome : { ...outcome, rewrite: { path: target } } };
}

/** What is to be said where Envoy reads another path than was sent. */
export function normalizationNotes({ target, sentTarget }: HttpRequest): readonly string[] {
  return target === sentTarget ? [] : [`The path ${sentTarget} is read as ${target}: proxies normalize paths first.`];
}

/** What requests to these destinations get: they are routed unless all of them fail for want of a cluster. */
export function routedOutcome(destinations: Outcome["destinations"], closed: boolean): Pick<Outcome, "type" | "status" | "reason"> {
  const problems = destinations.flatMap((one) => one.problem ?? []);
  const answer = closed ? "The connection is closed" : "503";
  const failing = problems.length === destinations.length ? problems[0] : undefined;
  if (failing === undefined) {
    const partly = problems[0] === undefined ? "" : ` Some requests get ${closed ? "a closed connection" : "503"}: ${problems[0].reason}`;
    return { type: "route", reason: `Routed to ${names(destinations)}.${partly}` };
  }
  const status = closed ? {} : { status: 503 };
  return failing.type === "no-cluster" && problems.every((one) => one.type === "no-cluster")
    ? { type: "no-cluster", ...status, reason: `${answer}: ${failing.reason}` }
    : { type: "route", ...status, reason: `${answer}, no healthy upstream: ${failing.reason}` };
}

const redirectCodes: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function routed(route: HttpRoute, context: RouteContext): Decision {
  const { route: rule } = route.rule;
  const { view, cluster, place } = context;
  if (rule.destinations.length === 0) return nothingDone("The rule says nothing about where requests go; the webhook rejects it.");
  const fault = faultShare(rule.fault);
  const shares = destinationShares(view, rule.destinations, cluster, 100 - (fault?.abort?.percent ?? 0), place);
  if (shares.destinations.length === 0) return nothingDone("All weights are 0; the webhook rejects the rule.");
  const mirrored = mirrorShares(view, rule.mirrors, cluster, place, rule.destinations.length);
  const timeout = timeoutMs(rule);
  const retries = retryPolicy(rule.retries, view.index.mesh);
  const rewrite = rewriteOf(route, context);
  const headers = headersOf(route);
  const outcome: Outcome = {
    ...routedOutcome(shares.destinations, false),
    destinations: shares.destinations,
    mirrors: mirrored.mirrors,
    ...(fault === undefined ? {} : { fault }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(headers.length === 0 ? {} : { headers }),
  };
  return { outcome, notes: shares.notes, ids: [...shares.ids, ...mirrored.ids] };
}

/** rewrite.authority, else what the rule's header operations set, else those of a lone destination. */
function rewriteOf(route: HttpRoute, { request, regexes }: RouteContext): Outcome["rewrite"] {
  const { rewrite, headers, destinations } = route.rule.route;
  const [only] = destinations.length === 1 ? destinations : [];
  const authority = rewrite?.authority?.value || authorityOf(headers) || authorityOf(only?.headers);
  const path = rewrite === undefined ? request.target : rewrittenPath(rewrite, request, route.match, regexes);
  if (path === request.sentTarget && (authority === undefined || authority === "")) return undefined;
  return { ...(path === request.sentTarget ? {} : { path }), ...(authority === undefined || authority === "" ? {} : { authority }) };
}

function headersOf(route: HttpRoute): readonly string[] {
  const { headers, destinations } = route.rule.route;
  return [
    ...headersInWords(headers, ""),
    ...destinations.flatMap((one) =>
      headersInWords(one.headers, destinations.length > 1 ? ` for ${one.subset?.value ?? one.host?.value ?? "?"}` : ""),
    ),
  ];
}

function nothingDone(reason: string): Decision {
  return plainOutcome("no-cluster", reason, 503);
}

function alone(outcome: Outcome): Decision {
  return { outcome, notes: [], ids: [] };
}

function names(destinations: Outcome["destinations"]): string {
  return destinations
    .map(({ host, subset, share }) => `${Math.round(share * 100) / 100} % ${host}${subset === undefined ? "" : ` ${subset}`}`)
    .join(", ");
}
