import type { ClusterError, FieldConflict, ForbiddenAction, UnreachableCause } from "./errors";

/**
 * The error that an unsuccessful answer of an API server stands for.
 * @param body the text of the answer: a Status object (k8s.io/apimachinery meta/v1) or whatever a proxy in between wrote
 */
export function classifyAnswer(httpStatus: number, body: string): ClusterError {
  const status = readStatus(body);
  const detail = status.message ?? `HTTP ${httpStatus}`;
  switch (httpStatus) {
    case 401:
      return { kind: "unauthorized", detail };
    case 403:
      return { kind: "forbidden", action: forbiddenAction(detail), detail };
    case 404:
      return status.kind === "namespaces" && status.name !== undefined
        ? { kind: "not-found", missing: { what: "namespace", name: status.name } }
        : { kind: "not-found", missing: { what: "object", detail } };
    case 409:
      return { kind: "conflict", conflicts: fieldConflicts(status.causes), detail };
    case 422:
      return { kind: "invalid", fields: distinct(status.causes.map((cause) => cause.field)), detail };
    case 504:
      return isTimeout(status) ? { kind: "other", detail } : { kind: "unreachable", cause: "network", detail };
    default: {
      const fields = undeclaredFields(detail);
      return fields.length > 0 || httpStatus === 400 ? { kind: "invalid", fields, detail } : { kind: "other", detail };
    }
  }
}

/**
 * The error that a failed connection stands for: system and TLS codes as Node and undici set them, in the error or in its causes.
 * A request that undici refuses to send (a port that browsers block, say) has no code, only "fetch failed" and the reason.
 */
export function classifyFailure(error: unknown): ClusterError {
  const chain = causes(error);
  for (const one of chain) {
    const cause = unreachableCause(one.code, one.message);
    if (cause !== undefined) return { kind: "unreachable", cause, detail: one.message || one.code };
  }
  if (chain.some((one) => /\bfetch failed$/.test(one.message))) {
    return { kind: "unreachable", cause: "network", detail: chain.at(-1)?.message ?? "" };
  }
  return { kind: "other", detail: chain[0]?.message ?? String(error) };
}

interface StatusCause {
  readonly message: string;
  readonly field: string;
}

interface Status {
  readonly message: string | undefined;
  readonly reason: string | undefined;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly causes: readonly StatusCause[];
}

function readStatus(body: string): Status {
  const status = asRecord(parseJson(body));
  const details = asRecord(status.details);
  const causes = Array.isArray(details.causes) ? details.causes.map(asRecord) : [];
  return {
    message: text(status.message),
    reason: text(status.reason),
    kind: text(details.kind),
    name: text(details.name),
    causes: causes.map((cause) => ({
      message: text(cause.message) ?? "",
      field: text(cause.field) ?? "",
    })),
  };
}

/** Form of the message: k8s.io/apiserver pkg/endpoints/handlers/responsewriters/errors.go. */
function forbiddenAction(message: string): ForbiddenAction | undefined {
  const match = /User "([^"]*)" cannot (\S+) resource "([^"]*)" in API group "([^"]*)"(?: in the namespace "([^"]*)")?/.exec(message);
  if (match === null) return undefined;
  const [, user = "", verb = "", resource = "", group = "", namespace] = match;
  return { user, verb, resource, group, namespace };
}

/** Form of a cause: structured-merge-diff conflicts as k8s.io/apimachinery managedfields reports them. */
function fieldConflicts(causes: readonly StatusCause[]): readonly FieldConflict[] {
  const byManager = new Map<string, string[]>();
  for (const { message, field } of causes) {
    const manager = /^conflict with "((?:[^"\\]|\\.)*)"/.exec(message)?.[1];
    if (manager === undefined) continue;
    byManager.set(manager, [...(byManager.get(manager) ?? []), field]);
  }
  return [...byManager].map(([manager, fields]) => ({ manager, fields: distinct(fields) }));
}

/** A server-side apply whose object does not fit the schema fails before validation, with the field paths in its message only. */
function undeclaredFields(message: string): readonly string[] {
  if (!message.startsWith("failed to create typed patch object")) return [];
  return distinct([...message.matchAll(/(\.[^\s:]+): (?:field not declared in schema|expected )/g)].map((match) => match[1] ?? ""));
}

/** The API server itself answers 504 for a request that took too long; a gateway in front of it sends no Status. */
function isTimeout(status: Status): boolean {
  return status.reason === "Timeout";
}

function unreachableCause(code: string, message: string): UnreachableCause | undefined {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "name-not-found";
  if (code === "ECONNREFUSED") return "connection-refused";
  if (code === "ETIMEDOUT" || code === "UND_ERR_CONNECT_TIMEOUT") return "connect-timeout";
  if (/^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$|ERR_OSSL)/.test(code)) return "tls";
  if (/^(ECONN|EHOST|ENET|EPIPE$|EADDRNOTAVAIL$|UND_ERR_SOCKET$)/.test(code)) return "network";
  return code === "" && /\bTLS\b|\bSSL\b/.test(message) ? "tls" : undefined;
}

interface CodedError {
  readonly code: string;
  readonly message: string;
}

/** The error, what caused it and, of several attempts to connect (AggregateError), each one. */
function causes(error: unknown): readonly CodedError[] {
  if (!(error instanceof Error)) return [];
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const several = error instanceof AggregateError ? error.errors.flatMap(causes) : [];
  return [{ code: several.length > 0 ? "" : code, message: error.message }, ...several, ...causes(error.cause)];
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ""))];
}
