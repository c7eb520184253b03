import { describeStringMatch, type StringMatch } from "../model/stringMatch";
import type { NamedMatch, RouteMatch } from "../model/virtualService";
import type { Regexes } from "./algebra/evaluate";
import { type HttpRequest, headerOf } from "./matchRequest";

/** A condition that does not hold: what it asks for, and what it saw, both in words. */
export interface FailedCondition {
  readonly condition: string;
  readonly saw: string;
}

/**
 * The first condition of a match entry that a request does not meet, or undefined if it meets all. Conditions that are decided when
 * the configuration is made (port, gateways, source) are not asked. With Envoy's semantics: TranslateRouteMatch in
 * pilot/pkg/networking/core/route/route.go says what Envoy is told.
 */
export function failedCondition(match: RouteMatch, request: HttpRequest, regexes: Regexes): FailedCondition | undefined {
  return (
    path(match, request, regexes) ??
    single("method", match.method, request.method, regexes) ??
    single("authority", match.authority, request.authority, regexes) ??
    single("scheme", match.scheme, request.scheme, regexes) ??
    first(match.headers, (header) => positiveHeader(header, request, regexes)) ??
    first(match.withoutHeaders, (header) => negativeHeader(header, request, regexes)) ??
    first(match.queryParams, (parameter) => queryParameter(parameter, request, regexes))
  );
}

/** A claim of a JWT (`@request.auth.claims`) is asked for under the name of a header. */
export function isClaim(name: string): boolean {
  return name.startsWith("@request.auth.claims");
}

/** An empty `uri` is the prefix `/`. A regex has its own way to ignore case. */
function path({ uri, ignoreUriCase }: RouteMatch, request: HttpRequest, regexes: Regexes): FailedCondition | undefined {
  if (uri === undefined || uri.kind === "present")
    return request.path.startsWith("/") ? undefined : failed("path starts with /", request.path);
  const fold = (text: string): string => (ignoreUriCase ? asciiLower(text) : text);
  const holds =
    uri.kind === "regex"
      ? regexes.of(uri.value.value)?.matches(request.path) === true
      : uri.kind === "exact"
        ? fold(request.path) === fold(uri.value.value)
        : fold(request.path).startsWith(fold(uri.value.value));
  if (holds) return undefined;
  const anyCase = ignoreUriCase && uri.kind !== "regex" ? " in any case" : "";
  return failed(`path ${describeStringMatch(uri)}${anyCase}${unusable(uri, regexes)}`, request.path);
}

function single(what: string, match: StringMatch | undefined, value: string, regexes: Regexes): FailedCondition | undefined {
  if (match === undefined || textMeets(match, value, regexes)) return undefined;
  return failed(`${what} ${describeStringMatch(match)}${unusable(match, regexes)}`, value);
}

/**
 * A missing header meets no condition, not even an empty exact one. Of several fields one is enough, each compared by itself: so do
 * Envoys from 1.39 on (HeaderMatcher, runtime feature match_headers_individually), and Istio's bootstrap leaves it on
 * (pkg/bootstrap/config.go, extractRuntimeFlags). Older ones join the fields with a comma first.
 */
function positiveHeader({ name, match }: NamedMatch, request: HttpRequest, regexes: Regexes): FailedCondition | undefined {
  const values = isClaim(name.value) ? [] : headerOf(request, name.value);
  if (values.some((value) => textMeets(match, value, regexes))) return undefined;
  return failed(`header ${name.value} ${describeStringMatch(match)}${unusable(match, regexes)}`, ...values);
}

/** Without condition: the header must be missing. Otherwise a missing header is compared as the empty text, and no field may meet it. */
function negativeHeader({ name, match }: NamedMatch, request: HttpRequest, regexes: Regexes): FailedCondition | undefined {
  if (isClaim(name.value)) return undefined;
  const values = headerOf(request, name.value);
  if (match.kind === "present") return values.length === 0 ? undefined : failed(`header ${name.value} is absent`, ...values);
  const meets = (values.length === 0 ? [""] : values).some((value) => textMeets(match, value, regexes));
  return meets ? failed(`not: header ${name.value} ${describeStringMatch(match)}`, ...values) : undefined;
}

function queryParameter({ name, match }: NamedMatch, request: HttpRequest, regexes: Regexes): FailedCondition | undefined {
  const value = request.query.get(name.value);
  if (value !== undefined && textMeets(match, value, regexes)) return undefined;
  return failed(`query ${name.value} ${describeStringMatch(match)}${unusable(match, regexes)}`, ...(value === undefined ? [] : [value]));
}

/** Whether a text meets a condition; a regex must match all of it. */
export function textMeets(match: StringMatch, value: string, regexes: Regexes): boolean {
  switch (match.kind) {
    case "present":
      return true;
    case "exact":
      return value === match.value.value;
    case "prefix":
      return value.startsWith(match.value.value);
    case "regex":
      return regexes.of(match.value.value)?.matches(value) === true;
  }
}

function unusable(match: StringMatch, regexes: Regexes): string {
  return match.kind === "regex" && regexes.of(match.value.value) === undefined ? " (no RE2 regex that can be run, so it never holds)" : "";
}

function failed(condition: string, ...saw: readonly string[]): FailedCondition {
  return { condition, saw: saw.length === 0 ? "nothing" : saw.map((one) => `"${one}"`).join(" and ") };
}

function first<T>(items: readonly T[], check: (item: T) => FailedCondition | undefined): FailedCondition | undefined {
  for (const item of items) {
    const result = check(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
