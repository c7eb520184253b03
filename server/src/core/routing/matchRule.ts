import { resolveGatewayName } from "../model/host";
import type { StringMatch } from "../model/stringMatch";
import type { NamedMatch, Route, RouteMatch } from "../model/virtualService";
import { type MatchEntry, matchEntry, PRESENT, type StringCondition } from "./algebra/condition";

/**
 * The entries of an http rule as the match algebra compares them, in order; without conditions there is none, and the rule matches
 * every request. Undefined stands for an entry of which cannot be told what it matches.
 * `namespace` is that of the resource that holds the rule: gateways are named from there.
 */
export function matchEntriesOf(route: Route, namespace: string): readonly (MatchEntry | undefined)[] {
  return route.matches.map((match) => matchEntryOf(match, namespace));
}

/** One entry for the match algebra; undefined where a condition is half written or unknown. */
function matchEntryOf(match: RouteMatch, namespace: string): MatchEntry | undefined {
  if (match.unclear) return undefined;
  return matchEntry({
    uri: always(match.uri, match.ignoreUriCase),
    scheme: always(match.scheme, false),
    method: always(match.method, false),
    authority: always(match.authority, false),
    headers: match.headers.map(named),
    withoutHeaders: match.withoutHeaders.map(named),
    queryParams: match.queryParams.map(named),
    port: match.port === undefined || match.port.value === 0 ? undefined : match.port.value,
    gateways: match.gateways.map((gateway) => resolveGatewayName(gateway.value, namespace)),
    sourceLabels: new Map(match.sourceLabels.entries.map(({ key, value }) => [key.value, value.value])),
    sourceNamespace: match.sourceNamespace?.value === "" ? undefined : match.sourceNamespace?.value,
  });
}

/** A condition on what every request has: there, presence asks for nothing. */
function always(match: StringMatch | undefined, ignoreCase: boolean): StringCondition | undefined {
  return match === undefined || match.kind === "present" ? undefined : condition(match, ignoreCase);
}

function named({ name, match }: NamedMatch): readonly [string, StringCondition] {
  return [name.value, condition(match, false)];
}

/** Case is ignored for exact values and prefixes only: a regex brings its own `(?i)`. */
function condition(match: StringMatch, ignoreCase: boolean): StringCondition {
  switch (match.kind) {
    case "exact":
    case "prefix":
      return { kind: match.kind, value: match.value.value, ignoreCase };
    case "regex":
      return { kind: "regex", pattern: match.value.value };
    case "present":
      return PRESENT;
  }
}
