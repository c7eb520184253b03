import type { MatchEntry, MatchRequest, StringCondition, ValueCondition } from "./condition";

/**
 * The conditions of an entry fall apart into dimensions that are independent of one another: the path, the method, each header,
 * each query parameter, the port ... A request has one value in each.
 */
export type DimensionKind = "path" | "method" | "scheme" | "authority" | "header" | "query" | "port" | "gateway" | "namespace" | "label";

export interface Dimension {
  /** Kind and name. */
  readonly id: string;
  readonly kind: DimensionKind;
  /** Of the header, query parameter or label; else empty. */
  readonly name: string;
}

/** What an entry demands in one dimension: conditions on a text that all hold, or one of a few names. */
export type Demand =
  | { readonly kind: "text"; readonly conditions: readonly ValueCondition[] }
  | { readonly kind: "oneOf"; readonly names: readonly string[] };

export interface Constraint {
  readonly dimension: Dimension;
  readonly demand: Demand;
}

/** By dimension id. */
export type Constraints = ReadonlyMap<string, Constraint>;

/** undefined: the header, parameter or label is missing. */
export type Value = string | undefined;

export function constraintsOf(entry: MatchEntry): Constraints {
  const result = new Map<string, Constraint>();
  const text = (dimension: Dimension, conditions: readonly ValueCondition[]): void => {
    const demand = result.get(dimension.id)?.demand;
    const before = demand?.kind === "text" ? demand.conditions : [];
    result.set(dimension.id, { dimension, demand: { kind: "text", conditions: [...before, ...conditions] } });
  };
  const oneOf = (dimension: Dimension, names: readonly string[]): void => {
    result.set(dimension.id, { dimension, demand: { kind: "oneOf", names } });
  };
  for (const [kind, match] of [
    ["path", entry.uri],
    ["scheme", entry.scheme],
    ["method", entry.method],
    ["authority", entry.authority],
  ] as const) {
    if (match) {
      text(dimensionOf(kind), [positive(match)]);
    }
  }
  for (const [name, conditions] of entry.headers) {
    text(headerDimension(name), conditions);
  }
  for (const [key, conditions] of entry.queryParams) {
    text(dimensionOf("query", key), conditions.map(positive));
  }
  if (entry.port !== undefined) {
    oneOf(dimensionOf("port"), [String(entry.port)]);
  }
  if (entry.gateways.length > 0) {
    oneOf(dimensionOf("gateway"), entry.gateways);
    return result;
  }
  if (entry.sourceNamespace !== undefined) {
    oneOf(dimensionOf("namespace"), [entry.sourceNamespace]);
  }
  for (const [key, value] of entry.sourceLabels) {
    oneOf(dimensionOf("label", key), [value]);
  }
  return result;
}

/** What requests of both meet. */
export function bothOf(a: Constraints, b: Constraints): Constraints {
  const result = new Map(a);
  for (const [id, { dimension, demand }] of b) {
    const other = a.get(id)?.demand;
    result.set(id, { dimension, demand: other ? bothDemands(other, demand) : demand });
  }
  return result;
}

/** By dimension id, for the dimensions that matter; the others get ordinary values. */
export type Assignment = ReadonlyMap<string, { readonly dimension: Dimension; readonly value: Value }>;

/** The request with the values assigned. */
export function requestOf(assignment: Assignment, fallback: (dimension: Dimension) => Value): MatchRequest {
  const single = (kind: DimensionKind): string => {
    const dimension = dimensionOf(kind);
    const assigned = assignment.get(dimension.id);
    return (assigned ? assigned.value : fallback(dimension)) ?? "";
  };
  const named = (kind: DimensionKind): ReadonlyMap<string, string> =>
    new Map(
      [...assignment.values()].flatMap(({ dimension, value }) =>
        dimension.kind === kind && value !== undefined ? [[dimension.name, value]] : [],
      ),
    );
  return {
    path: single("path"),
    query: named("query"),
    method: single("method"),
    scheme: single("scheme"),
    authority: single("authority"),
    headers: new Map([...named("header")].filter(([name]) => !name.startsWith(":") && !name.startsWith("@"))),
    port: Number(single("port")),
    gateway: single("gateway"),
    sourceNamespace: single("namespace"),
    sourceLabels: named("label"),
  };
}

function bothDemands(a: Demand, b: Demand): Demand {
  return a.kind === "oneOf"
    ? { kind: "oneOf", names: b.kind === "oneOf" ? a.names.filter((name) => b.names.includes(name)) : [] }
    : { kind: "text", conditions: [...a.conditions, ...(b.kind === "text" ? b.conditions : [])] };
}

function dimensionOf(kind: DimensionKind, name = ""): Dimension {
  return { id: `${kind} ${name}`, kind, name };
}

/** Envoy keeps these as pseudo headers, and `host` as `:authority`. `:path` and claims stay headers of their own. */
const PSEUDO_HEADERS: ReadonlyMap<string, DimensionKind> = new Map([
  [":method", "method"],
  [":scheme", "scheme"],
  [":authority", "authority"],
  ["host", "authority"],
]);

function headerDimension(name: string): Dimension {
  const kind = PSEUDO_HEADERS.get(name);
  return kind ? dimensionOf(kind) : dimensionOf("header", name);
}

function positive(match: StringCondition): ValueCondition {
  return { match, negated: false };
}
