import type { MatchEntry, MatchRequest, StringCondition, ValueCondition } from "./algebra/condition";
import type { RegexOutlines } from "./regexOutline";

/**
 * A request that the entry most likely matches; it is not verified. What is not asked for has an ordinary value, or a `rare` one that
 * hardly any rule names. Undefined where conditions on one header or a missing value would have to be thought about.
 */
export function witnessOf(
  entry: MatchEntry,
  bound: readonly string[],
  style: "ordinary" | "rare",
  regexes: RegexOutlines,
): MatchRequest | undefined {
  const rare = style === "rare";
  const path = pathOf(entry.uri, rare, regexes);
  const method = textOf(entry.method, rare ? "PATCH" : "GET", regexes);
  const scheme = textOf(entry.scheme, "http", regexes);
  const authority = textOf(entry.authority, RARE, regexes);
  const headers = headersOf(entry, regexes);
  const query = queryOf(entry, regexes);
  if (path === undefined || method === undefined || scheme === undefined || authority === undefined) return undefined;
  if (headers === undefined || query === undefined) return undefined;
  return {
    path,
    query,
    method,
    scheme,
    authority,
    headers,
    port: entry.port ?? RARE_PORT,
    gateway: entry.gateways[0] ?? bound[0] ?? "mesh",
    sourceNamespace: entry.sourceNamespace ?? RARE,
    sourceLabels: entry.sourceLabels,
  };
}

/** Whether the entry surely does not match the request, seen from literals alone. */
export function surelyMisses(entry: MatchEntry, request: MatchRequest, regexes: RegexOutlines): boolean {
  if (entry.port !== undefined && entry.port !== request.port) return true;
  if (differs(entry.uri, request.path, regexes) || differs(entry.method, request.method, regexes)) return true;
  if (differs(entry.authority, request.authority, regexes)) return true;
  for (const [name, conditions] of entry.headers) {
    if (isPseudo(name)) continue;
    const value = request.headers.get(name);
    for (const { match, negated } of conditions) {
      if (negated ? match.kind === "present" && value !== undefined : value === undefined || differs(match, value, regexes)) return true;
    }
  }
  for (const [key, matches] of entry.queryParams) {
    const value = request.query.get(key);
    for (const match of matches) if (value === undefined || differs(match, value, regexes)) return true;
  }
  if (entry.gateways.length > 0) return !entry.gateways.includes(request.gateway);
  if (entry.sourceNamespace !== undefined && entry.sourceNamespace !== request.sourceNamespace) return true;
  for (const [key, value] of entry.sourceLabels) if (request.sourceLabels.get(key) !== value) return true;
  return false;
}

const RARE = "other";
const RARE_PORT = 10_000;

/** Headers that are another part of the request (Envoy keeps `host` as `:authority`), and claims, which no request shows. */
function isPseudo(name: string): boolean {
  return name.startsWith(":") || name.startsWith("@") || name === "host";
}

function headersOf(entry: MatchEntry, regexes: RegexOutlines): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  for (const [name, conditions] of entry.headers) {
    if (isPseudo(name)) return undefined;
    const asked = conditions.filter((one) => !one.negated);
    if (asked.length > 1 || (asked.length > 0 && conditions.length > 1)) return undefined;
    const [first] = asked;
    if (first === undefined) {
      if (conditions.some(holdsForNothingMissing)) return undefined;
      continue;
    }
    const value = textOf(first.match, RARE, regexes);
    if (value === undefined) return undefined;
    headers.set(name, value);
  }
  return headers;
}

/** A negated condition may fail for a missing header, which counts as the empty text. */
function holdsForNothingMissing({ match }: ValueCondition): boolean {
  return match.kind === "regex" || ((match.kind === "exact" || match.kind === "prefix") && match.value === "");
}

function queryOf(entry: MatchEntry, regexes: RegexOutlines): ReadonlyMap<string, string> | undefined {
  const query = new Map<string, string>();
  for (const [key, [first, ...more]] of entry.queryParams) {
    const value = more.length > 0 ? undefined : textOf(first, RARE, regexes);
    if (value === undefined) return undefined;
    query.set(key, value);
  }
  return query;
}

function pathOf(uri: StringCondition | undefined, rare: boolean, regexes: RegexOutlines): string | undefined {
  const path = uri?.kind === "prefix" ? uri.value : textOf(uri, rare ? `/${RARE}` : "/", regexes);
  if (path === undefined || !path.startsWith("/")) return undefined;
  return uri?.kind !== "prefix" || !rare ? path : path.endsWith("/") ? `${path}${RARE}` : `${path}/${RARE}`;
}

function textOf(match: StringCondition | undefined, otherwise: string, regexes: RegexOutlines): string | undefined {
  if (match === undefined || match.kind === "present") return otherwise;
  if (match.kind === "regex") return regexes.of(match.pattern)?.sample;
  return match.kind === "exact" ? match.value : `${match.value}${otherwise}`;
}

function differs(match: StringCondition | undefined, text: string, regexes: RegexOutlines): boolean {
  if (match === undefined || match.kind === "present") return false;
  if (match.kind === "regex") {
    const literal = regexes.of(match.pattern)?.literal ?? "";
    return !text.includes(literal);
  }
  const [wanted, given] = match.ignoreCase ? [match.value.toLowerCase(), text.toLowerCase()] : [match.value, text];
  return match.kind === "exact" ? wanted !== given : !given.startsWith(wanted);
}
