import type { SimulationRequest } from "./simulation";

/** A request as Envoy sees it when it looks for a route. */
export interface HttpRequest {
  readonly method: string;
  readonly scheme: string;
  /** As sent, with port if there is one. */
  readonly authority: string;
  /** Without query. */
  readonly path: string;
  /** Path and query. */
  readonly target: string;
  /** First value of each key, as sent. */
  readonly query: ReadonlyMap<string, string>;
  /** By lower-cased name; several values are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Brings a request into the form in which rules look at it. `scheme` is that of the request behind a terminated TLS connection. */
export function httpRequest(request: SimulationRequest): HttpRequest {
  const headers = joinedHeaders(request.headers ?? {});
  const target = (request.path ?? "/").replace(/#.*$/s, "");
  const cut = target.indexOf("?");
  const authority = headers.get(":authority") ?? headers.get("host") ?? request.host;
  for (const name of ["host", ":authority"]) headers.delete(name);
  return {
    method: request.method ?? "GET",
    scheme: request.scheme === "https" || request.scheme === "tls" ? "https" : "http",
    authority,
    path: cut < 0 ? target : target.slice(0, cut),
    target,
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

/** What a header condition on a name sees; pseudo headers included. Undefined: missing. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  const lower = name.toLowerCase();
  switch (lower) {
    case ":method":
      return request.method;
    case ":scheme":
      return request.scheme;
    case ":path":
      return request.target;
    case ":authority":
    case "host":
      return request.authority;
    default:
      return request.headers.get(lower);
  }
}

function joinedHeaders(headers: NonNullable<SimulationRequest["headers"]>): Map<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const own = typeof value === "string" ? value : value.join(",");
    const earlier = joined.get(lower);
    joined.set(lower, earlier === undefined ? own : `${earlier},${own}`);
  }
  return joined;
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
