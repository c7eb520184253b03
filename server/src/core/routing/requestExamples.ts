import type { Resource } from "../model/resource";
import { describeRoute, type Route, type RouteMatch, type VirtualService } from "../model/virtualService";
import type { MatchEntry, MatchRequest } from "./algebra/condition";
import { matchEntriesOf } from "./matchRule";
import { RegexOutlines } from "./regexOutline";
import type { Simulation, SimulationRequest } from "./simulation";
import { ruleId } from "./viewIds";
import { witnessOf } from "./witness";
import { conditionsInWords } from "./words";

/** A request that a rule takes, to start from. */
export interface RequestExample {
  /** `http rule 2 ("canary")`. */
  readonly rule: string;
  /** What the rule asks for, in words. */
  readonly when: string;
  readonly request: SimulationRequest;
}

/** Rules beyond that many get no example: nobody looks through a longer list. */
const exampledRules = 100;

/**
 * For each rule of a VirtualService a request that it takes, made from `base` and its own conditions. What `simulate` does not lead to
 * the rule is left out: no request that we can think of gets there.
 */
export function requestExamples(
  { model, id, effectiveNamespace }: Resource<VirtualService>,
  base: SimulationRequest,
  simulate: (request: SimulationRequest) => Simulation,
): readonly RequestExample[] {
  const regexes = new RegexOutlines();
  return model.routes.slice(0, exampledRules).flatMap((route) => {
    const rule = ruleId(id, route.protocol, route.index);
    const isTaken = (request: SimulationRequest): boolean =>
      simulate(request).trace.some(({ matched, ids }) => matched && ids.some((one) => one === rule || one.startsWith(`${rule}:`)));
    const found = candidates(route, base, effectiveNamespace, regexes).find(({ request }) => isTaken(request));
    if (found === undefined) return [];
    const conditions = found.match === undefined ? [] : conditionsInWords(found.match);
    return [{ rule: describeRoute(route), when: conditions.join(", ") || "everything else", request: found.request }];
  });
}

interface Candidate {
  readonly match: RouteMatch | undefined;
  readonly request: SimulationRequest;
}

/** In the order in which they are tried: what is closest to the base first. */
function candidates(route: Route, base: SimulationRequest, namespace: string, regexes: RegexOutlines): readonly Candidate[] {
  const { path: _, ...bare } = base;
  if (route.matches.length === 0) return [bare, { ...bare, path: "/other" }].map((request) => ({ match: undefined, request }));
  if (route.protocol !== "http") return route.matches.map((match) => ({ match, request: connectionFor(match, base) }));
  const entries = matchEntriesOf(route, namespace);
  return route.matches.flatMap((match, at) => {
    const entry = entries[at];
    if (entry === undefined) return [];
    return (["ordinary", "rare"] as const).flatMap((style) => {
      const witness = witnessOf(entry, [], style, regexes);
      return witness === undefined ? [] : [{ match, request: httpRequestFor(entry, witness, bare) }];
    });
  });
}

function httpRequestFor(entry: MatchEntry, witness: MatchRequest, base: SimulationRequest): SimulationRequest {
  const query = [...witness.query].map(([key, value]) => `${key}=${value}`).join("&");
  const path = `${witness.path}${query === "" ? "" : `?${query}`}`;
  const headers = Object.fromEntries([
    ...witness.headers,
    ...(entry.authority === undefined ? [] : [["host", witness.authority] as const]),
  ]);
  return {
    ...base,
    from: senderFor(entry, base.from),
    ...(path === "/" ? {} : { path }),
    ...(entry.method === undefined ? {} : { method: witness.method }),
    ...(entry.port === undefined ? {} : { port: entry.port }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
}

function senderFor({ gateways, sourceLabels, sourceNamespace }: MatchEntry, from: SimulationRequest["from"]): SimulationRequest["from"] {
  const [gateway] = gateways;
  if (gateway !== undefined && gateway !== "mesh") return { gateway };
  if (!("namespace" in from)) return from;
  return { namespace: sourceNamespace ?? from.namespace, labels: Object.fromEntries(sourceLabels) };
}

/** For a tls or tcp rule. */
function connectionFor(match: RouteMatch, base: SimulationRequest): SimulationRequest {
  const [name] = match.sniHosts;
  const [subnet] = match.destinationSubnets;
  const labels = Object.fromEntries(match.sourceLabels.entries.map(({ key, value }) => [key.value, value.value]));
  return {
    ...base,
    ...("namespace" in base.from ? { from: { ...base.from, labels } } : {}),
    ...(match.port === undefined ? {} : { port: match.port.value }),
    ...(name === undefined ? {} : { host: name.value.replace(/^\*(?=\.|$)/, "www") }),
    ...(subnet === undefined ? {} : { address: subnet.value.replace(/\/\d+$/, "") }),
  };
}
