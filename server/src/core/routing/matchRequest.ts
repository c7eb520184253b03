import type { PathNormalization } from "../model/mesh";
import { normalizedTarget, sentTarget } from "./pathNormalization";
import type { SimulationRequest } from "./simulation";

/** A request as Envoy sees it when it looks for a route. */
export interface HttpRequest {
  readonly method: string;
  readonly scheme: string;
  /** As sent, with port if there is one. */
  readonly authority: string;
  /** Without query, normalized. */
  readonly path: string;
  /** Path and query, normalized. */
  readonly target: string;
  /** Path and query as the client sent them. */
  readonly sentTarget: string;
  /** First value of each key, as sent. */
  readonly query: ReadonlyMap<string, string>;
  /** By lower-cased name; a value for each field that was sent. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/**
 * Brings a request into the form in which rules look at it, or says in a sentence why Envoy refuses it (400). `scheme` is that of the
 * request behind a terminated TLS connection.
 */
export function httpRequest(request: SimulationRequest, normalization: PathNormalization): HttpRequest | string {
  const headers = headerFields(request.headers ?? {});
  const sent = sentTarget(request.path || "/");
  if (!sent.startsWith("/")) return `400: a path starts with a slash, and ${sent} does not.`;
  const target = normalizedTarget(sent, normalization);
  if (target === undefined)
    return `400: the path ${sent} cannot be normalized (pathNormalization ${normalization}), so no route is looked for.`;
  const cut = target.indexOf("?");
  const authority = (headers.get(":authority") ?? headers.get("host"))?.[0] ?? request.host;
  for (const name of ["host", ":authority"]) headers.delete(name);
  return {
    method: request.method ?? "GET",
    scheme: request.scheme === "https" || request.scheme === "tls" ? "https" : "http",
    authority,
    path: cut < 0 ? target : target.slice(0, cut),
    target,
    sentTarget: sent,
    query: cut < 0 ? new Map() : firstValues(target.slice(cut + 1)),
    headers,
  };
}

/** The host of an authority in lower case, without port. */
export function hostOf(authority: string): string {
  const port = /:\d+$/.exec(authority);
  const bracketed = authority.startsWith("[");
  const host = port !== null && (bracketed || authority.indexOf(":") === port.index) ? authority.slice(0, port.index) : authority;
  return (bracketed ? host.slice(1, -1) : host).toLowerCase();
}

/** The values that a header condition on a name sees, one for each field; pseudo headers included. Empty: missing. */
export function headerOf(request: HttpRequest, name: string): readonly string[] {
  const lower = name.toLowerCase();
  switch (lower) {
    case ":method":
      return [request.method];
    case ":scheme":
      return [request.scheme];
    case ":path":
      return [request.target];
    case ":authority":
    case "host":
      return [request.authority];
    default:
      return request.headers.get(lower) ?? [];
  }
}

/**
 * Headers of which Envoy keeps one entry: it joins several fields with a comma when it reads them, and conditions see just that (entries of
 * HeaderMapImpl that are stored inline).
 */
const joinedWhenRead: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "authorization",
  "cache-control",
  "content-type",
  "expect",
  "grpc-timeout",
  "if-none-match",
  "origin",
  "pragma",
  "referer",
  "user-agent",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-request-id",
]);

function headerFields(headers: NonNullable<SimulationRequest["headers"]>): Map<string, readonly string[]> {
  const fields = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const all = [...(fields.get(lower) ?? []), ...[value].flat()];
    if (all.length > 0) fields.set(lower, joinedWhenRead.has(lower) ? [all.join(",")] : all);
  }
  return fields;
}

/** Envoy neither decodes parameters here nor looks at repeated ones. */
function firstValues(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const part of query.split("&")) {
    const equals = part.indexOf("=");
    const key = equals < 0 ? part : part.slice(0, equals);
    if (!values.has(key)) values.set(key, equals < 0 ? "" : part.slice(equals + 1));
  }
  return values;
}
