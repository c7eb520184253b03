/** A condition on one text, as Istio's StringMatch (`{}`, null and, on headers and query parameters, the regex `*` are `present`). `ignoreCase` concerns ASCII letters; a regex (RE2, full match) has its own `(?i)`. */
export type StringCondition =
  | { readonly kind: "exact" | "prefix"; readonly value: string; readonly ignoreCase: boolean }
  | { readonly kind: "regex"; readonly pattern: string }
  | { readonly kind: "present" };

/**
 * A condition on a header or query parameter, which may be missing. Positive conditions do not hold when it is missing.
 * Negated ones (`withoutHeaders`) treat a missing value as the empty text; negated `present` means "missing".
 * Envoy: HeaderMatcher.invert_match with treat_missing_header_as_empty, as Istio's TranslateRouteMatch sets it.
 */
export interface ValueCondition {
  readonly match: StringCondition;
  readonly negated: boolean;
}

/**
 * One entry of `match`: all its conditions have to hold.
 * Names of gateways are resolved (`mesh` or `namespace/name`). As for http rules, an entry with gateways does not look at the source.
 */
export interface MatchEntry {
  /** On the path without query. */
  readonly uri: StringCondition | undefined;
  readonly scheme: StringCondition | undefined;
  readonly method: StringCondition | undefined;
  readonly authority: StringCondition | undefined;
  /** By lower-cased name. */
  readonly headers: ReadonlyMap<string, readonly ValueCondition[]>;
  /** By key. */
  readonly queryParams: ReadonlyMap<string, readonly StringCondition[]>;
  readonly port: number | undefined;
  readonly gateways: readonly string[];
  readonly sourceLabels: ReadonlyMap<string, string>;
  readonly sourceNamespace: string | undefined;
}

/** One rule: its entries are alternatives. Without entries it matches every request. */
export interface MatchRule {
  readonly entries: readonly MatchEntry[];
}

/** A request as a rule sees it. Several values of one header are joined with `,`; of a repeated query parameter the first counts. */
export interface MatchRequest {
  /** Without query. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly method: string;
  readonly scheme: string;
  readonly authority: string;
  /** By lower-cased name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of the listener: the service's port at a sidecar, the server's at a gateway. */
  readonly port: number;
  /** Where the request is routed: `mesh` or a gateway's `namespace/name`. */
  readonly gateway: string;
  readonly sourceNamespace: string;
  readonly sourceLabels: ReadonlyMap<string, string>;
}

/** `unknown`: the question was given up (budget) or rests on what is not modelled. */
export type Answer = "yes" | "no" | "unknown";

export function exact(value: string, ignoreCase = false): StringCondition {
  return { kind: "exact", value, ignoreCase };
}

export function prefix(value: string, ignoreCase = false): StringCondition {
  return { kind: "prefix", value, ignoreCase };
}

export function regex(pattern: string): StringCondition {
  return { kind: "regex", pattern };
}

export const PRESENT: StringCondition = { kind: "present" };

/** What of an entry is not left open. Header names in any case. */
export interface EntryParts {
  readonly uri?: StringCondition | undefined;
  readonly scheme?: StringCondition | undefined;
  readonly method?: StringCondition | undefined;
  readonly authority?: StringCondition | undefined;
  readonly headers?: readonly (readonly [name: string, match: StringCondition])[];
  readonly withoutHeaders?: readonly (readonly [name: string, match: StringCondition])[];
  readonly queryParams?: readonly (readonly [key: string, match: StringCondition])[];
  readonly port?: number | undefined;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: ReadonlyMap<string, string>;
  readonly sourceNamespace?: string | undefined;
}

export function matchEntry(parts: EntryParts): MatchEntry {
  const headers: (readonly [string, ValueCondition])[] = [
    ...(parts.headers ?? []).map(([name, match]) => [name.toLowerCase(), { match, negated: false }] as const),
    ...(parts.withoutHeaders ?? []).map(([name, match]) => [name.toLowerCase(), { match, negated: true }] as const),
  ];
  return {
    uri: parts.uri,
    scheme: parts.scheme,
    method: parts.method,
    authority: parts.authority,
    headers: grouped(headers),
    queryParams: grouped(parts.queryParams ?? []),
    port: parts.port,
    gateways: parts.gateways ?? [],
    sourceLabels: parts.sourceLabels ?? new Map(),
    sourceNamespace: parts.sourceNamespace,
  };
}

function grouped<T>(pairs: readonly (readonly [key: string, value: T])[]): ReadonlyMap<string, readonly T[]> {
  const result = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const list = result.get(key);
    if (list) {
      list.push(value);
    } else {
      result.set(key, [value]);
    }
  }
  return result;
}
