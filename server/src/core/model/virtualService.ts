import type { Span, Spanned } from "../text/span";
import type { Destination } from "./destination";
import type { HeaderRewrites } from "./headers";
import type { LabelMap } from "./labels";
import type { StringMatch } from "./stringMatch";

/** networking.istio.io VirtualService (istio/api networking/v1alpha3/virtual_service.proto). Names are as written: resolution is the index's and the router's. */
export interface VirtualService {
  readonly kind: "VirtualService";
  readonly hosts: readonly Spanned<string>[];
  /** Empty when absent: then the mesh is meant. */
  readonly gateways: readonly Spanned<string>[];
  readonly exportTo: readonly Spanned<string>[];
  /** http, then tls, then tcp rules, each in the order written. */
  readonly routes: readonly Route[];
  readonly spec: Span | undefined;
  readonly hostsKey: Span | undefined;
  readonly gatewaysKey: Span | undefined;
}

export type RouteProtocol = "http" | "tls" | "tcp";

/** One rule: an entry of spec.http, spec.tls or spec.tcp. */
export interface Route {
  readonly protocol: RouteProtocol;
  /** Position within its protocol's list. */
  readonly index: number;
  readonly span: Span;
  readonly name: Spanned<string> | undefined;
  /** An absent list and an empty list both match everything. */
  readonly matches: readonly RouteMatch[];
  /** The `match` key, where present. */
  readonly matchKey: Span | undefined;
  readonly destinations: readonly Destination[];
  /** The `route` key, where present. */
  readonly routeKey: Span | undefined;
  readonly redirect: Redirect | undefined;
  readonly directResponse: DirectResponse | undefined;
  readonly delegate: Delegate | undefined;
  readonly rewrite: Rewrite | undefined;
  readonly timeout: Spanned<string> | undefined;
  readonly retries: Retries | undefined;
  readonly fault: Fault | undefined;
  /** `mirror` and `mirrors` in one list. */
  readonly mirrors: readonly Mirror[];
  /** The deprecated `mirrorPercent` (or `mirror_percent`) key, where present. */
  readonly mirrorPercentKey: Span | undefined;
  readonly corsPolicy: CorsPolicy | undefined;
  readonly headers: HeaderRewrites | undefined;
}

/** A match entry of an http, tls or tcp rule. Entries are alternatives; the conditions of one entry all have to hold. */
export interface RouteMatch {
  readonly span: Span;
  /** A condition is half written or not known, so what the entry matches cannot be told. */
  readonly unclear: boolean;
  readonly name: Spanned<string> | undefined;
  readonly uri: StringMatch | undefined;
  readonly ignoreUriCase: boolean;
  readonly scheme: StringMatch | undefined;
  readonly method: StringMatch | undefined;
  readonly authority: StringMatch | undefined;
  readonly headers: readonly NamedMatch[];
  readonly withoutHeaders: readonly NamedMatch[];
  readonly queryParams: readonly NamedMatch[];
  readonly port: Spanned<number> | undefined;
  readonly gateways: readonly Spanned<string>[];
  readonly sourceLabels: LabelMap;
  readonly sourceNamespace: Spanned<string> | undefined;
  /** tls only. */
  readonly sniHosts: readonly Spanned<string>[];
  /** tls and tcp only. */
  readonly destinationSubnets: readonly Spanned<string>[];
}

/** A header or query parameter with its condition. */
export interface NamedMatch {
  readonly name: Spanned<string>;
  readonly match: StringMatch;
}

export interface Redirect {
  readonly span: Span;
  readonly uri: Spanned<string> | undefined;
  readonly prefixRewrite: Spanned<string> | undefined;
  readonly authority: Spanned<string> | undefined;
  readonly scheme: Spanned<string> | undefined;
  readonly port: Spanned<number> | undefined;
  readonly derivePort: Spanned<string> | undefined;
  readonly redirectCode: Spanned<number> | undefined;
}

export interface DirectResponse {
  readonly span: Span;
  readonly status: Spanned<number> | undefined;
  readonly body: Spanned<string> | undefined;
}

export interface Delegate {
  readonly span: Span;
  readonly name: Spanned<string> | undefined;
  readonly namespace: Spanned<string> | undefined;
}

export interface Rewrite {
  readonly span: Span;
  readonly uri: Spanned<string> | undefined;
  readonly authority: Spanned<string> | undefined;
  readonly regexMatch: Spanned<string> | undefined;
  readonly regexRewrite: Spanned<string> | undefined;
}

export interface Retries {
  readonly span: Span;
  readonly attempts: Spanned<number> | undefined;
  readonly perTryTimeout: Spanned<string> | undefined;
  readonly retryOn: Spanned<string> | undefined;
  readonly backoff: Spanned<string> | undefined;
  readonly retryRemoteLocalities: boolean | undefined;
}

export interface Fault {
  readonly span: Span;
  readonly delay: FaultDelay | undefined;
  readonly abort: FaultAbort | undefined;
}

/** `percent` is what `percentage` says, else the deprecated `percent`, whose key is `percentKey`. */
export interface FaultDelay {
  readonly span: Span;
  readonly fixedDelay: Spanned<string> | undefined;
  readonly exponentialDelay: Spanned<string> | undefined;
  readonly percent: Spanned<number> | undefined;
  readonly percentKey: Span | undefined;
}

export interface FaultAbort {
  readonly span: Span;
  readonly httpStatus: Spanned<number> | undefined;
  readonly grpcStatus: Spanned<string> | undefined;
  readonly http2Error: Spanned<string> | undefined;
  readonly percent: Spanned<number> | undefined;
}

/** `percent` is undefined when not written (then 100). */
export interface Mirror {
  readonly destination: Destination;
  readonly percent: Spanned<number> | undefined;
}

export interface CorsPolicy {
  readonly span: Span;
  readonly allowOrigins: readonly StringMatch[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAge: Spanned<string> | undefined;
  readonly allowCredentials: boolean | undefined;
  readonly unmatchedPreflights: string | undefined;
}

/** The destinations of a rule and of its mirrors. */
export function destinationsOf(route: Route): readonly Destination[] {
  return route.mirrors.length === 0 ? route.destinations : [...route.destinations, ...route.mirrors.map((mirror) => mirror.destination)];
}

/** `http rule 2 ("default")`: how messages call a rule, counted from 1. */
export function describeRoute(route: Route): string {
  const name = route.name === undefined ? "" : `, "${route.name.value}"`;
  return `${route.protocol} rule ${route.index + 1}${name === "" ? "" : ` (${name.slice(2)})`}`;
}

/** Where a finding about a rule as a whole is shown: its name, else the key that says what it does. */
export function placeOfRoute(route: Route): Span {
  return route.name?.span ?? route.matchKey ?? route.routeKey ?? route.span;
}

/** Where a finding about a match entry as a whole is shown: its name, else its first condition, else all of it. */
export function placeOfMatch(match: RouteMatch): Span {
  const conditions = [match.uri, match.method, match.authority, match.scheme, match.port, match.sourceNamespace].map((one) => one?.span);
  const named = [...match.headers, ...match.withoutHeaders, ...match.queryParams].map((one) => one.name.span);
  const listed = [...match.sniHosts, ...match.destinationSubnets, ...match.gateways].map((one) => one.span);
  const labels = match.sourceLabels.entries.map((entry) => entry.key.span);
  const spans = [...conditions, ...named, ...listed, ...labels].filter((span) => span !== undefined);
  return match.name?.span ?? spans.reduce((first, span) => (span.start < first.start ? span : first), spans[0] ?? match.span);
}

/** Whether the rules apply to sidecars: no gateways, or `mesh` among them (pilot/pkg/model/push_context.go getGatewayNames). */
export function appliesToMesh(model: VirtualService): boolean {
  return model.gateways.length === 0 || model.gateways.some((gateway) => gateway.value === "mesh");
}
