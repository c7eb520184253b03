import { RE2JS } from "re2js";
import type { Answer, MatchEntry, MatchRequest, MatchRule, StringCondition, ValueCondition } from "./condition";
import { parseRe2 } from "./re2Syntax";

/** Regexes with more leaves, repetitions written out, are not run. */
const MAX_REGEX_SIZE = 20_000;

/** Compiled regexes by pattern; undefined for those that RE2 rejects or that are too large to run. */
export class Regexes {
  private readonly compiled = new Map<string, RE2JS | undefined>();

  of(pattern: string): RE2JS | undefined {
    const known = this.compiled.get(pattern);
    if (known !== undefined || this.compiled.has(pattern)) {
      return known;
    }
    const parsed = parseRe2(pattern);
    const regex = parsed.kind === "invalid" || parsed.size > MAX_REGEX_SIZE ? undefined : compiled(pattern);
    this.compiled.set(pattern, regex);
    return regex;
  }
}

/**
 * Whether the rule matches the request, condition by condition, with RE2 for the regexes. `unknown` if that depends on a regex
 * that cannot be run or on a JWT claim (`@request.auth.claims`), which a request does not show.
 */
export function evaluate(rule: MatchRule, request: MatchRequest, regexes: Regexes = new Regexes()): Answer {
  return rule.entries.length === 0 ? "yes" : anyOf(rule.entries.map((entry) => evaluateEntry(entry, request, regexes)));
}

function evaluateEntry(entry: MatchEntry, request: MatchRequest, regexes: Regexes): Answer {
  const single = (match: StringCondition | undefined, value: string): Answer => (match ? evaluateText(match, value, regexes) : "yes");
  const fromSource = [
    isTrue(entry.sourceNamespace === undefined || entry.sourceNamespace === request.sourceNamespace),
    ...[...entry.sourceLabels].map(([key, value]) => isTrue(request.sourceLabels.get(key) === value)),
  ];
  return allOf([
    isTrue(entry.port === undefined || entry.port === request.port),
    ...(entry.gateways.length > 0 ? [isTrue(entry.gateways.includes(request.gateway))] : fromSource),
    single(entry.uri, request.path),
    single(entry.scheme, request.scheme),
    single(entry.method, request.method),
    single(entry.authority, request.authority),
    ...[...entry.headers].flatMap(([name, conditions]) => conditions.map((condition) => evaluateHeader(name, condition, request, regexes))),
    ...[...entry.queryParams].flatMap(([key, conditions]) =>
      conditions.map((match) => evaluateValue({ match, negated: false }, request.query.get(key), regexes)),
    ),
  ]);
}

function evaluateHeader(name: string, condition: ValueCondition, request: MatchRequest, regexes: Regexes): Answer {
  return name.startsWith("@request.auth.claims") ? "unknown" : evaluateValue(condition, headerOf(request, name), regexes);
}

function headerOf(request: MatchRequest, name: string): string | undefined {
  switch (name) {
    case ":method":
      return request.method;
    case ":scheme":
      return request.scheme;
    case ":authority":
    case "host":
      return request.authority;
    case ":path":
      return [request.path, [...request.query].map(([key, value]) => `${key}=${value}`).join("&")].filter((part) => part !== "").join("?");
    default:
      return request.headers.get(name);
  }
}

function evaluateValue({ match, negated }: ValueCondition, value: string | undefined, regexes: Regexes): Answer {
  if (!negated) {
    return value === undefined ? "no" : evaluateText(match, value, regexes);
  }
  return not(match.kind === "present" ? isTrue(value !== undefined) : evaluateText(match, value ?? "", regexes));
}

function evaluateText(match: StringCondition, text: string, regexes: Regexes): Answer {
  switch (match.kind) {
    case "present":
      return "yes";
    case "exact":
      return isTrue(match.ignoreCase ? asciiLower(text) === asciiLower(match.value) : text === match.value);
    case "prefix":
      return isTrue(match.ignoreCase ? asciiLower(text).startsWith(asciiLower(match.value)) : text.startsWith(match.value));
    case "regex": {
      const regex = regexes.of(match.pattern);
      return regex ? isTrue(regex.matches(text)) : "unknown";
    }
  }
}

function compiled(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function isTrue(condition: boolean): Answer {
  return condition ? "yes" : "no";
}

function not(answer: Answer): Answer {
  return answer === "unknown" ? "unknown" : isTrue(answer === "no");
}

function allOf(answers: readonly Answer[]): Answer {
  return answers.includes("no") ? "no" : answers.includes("unknown") ? "unknown" : "yes";
}

function anyOf(answers: readonly Answer[]): Answer {
  return answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";
}
