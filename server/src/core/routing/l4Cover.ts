import { resolveGatewayName } from "../model/host";
import { selects } from "../model/labels";
import type { Route, RouteMatch } from "../model/virtualService";

/**
 * Whether a tls or tcp rule takes every connection that a later entry matches (undefined: a later rule without `match`).
 *
 * tcp: the first rule that fits and names no subnets ends the search; entries with subnets only add address ranges, of which Envoy
 * takes the narrowest, so only the same ranges collide (pilot/pkg/networking/core/tls.go, buildSidecarOutboundTCPFilterChainOpts).
 * tls: Envoy takes the most specific server name, whatever the order; an entry with the same names and subnets as an earlier one is
 * skipped (matchTLS, hashRuntimeTLSMatchPredicates).
 */
export function l4Takes(earlier: Route, later: RouteMatch | undefined, namespace: string, gateways: readonly string[]): boolean {
  if (earlier.matches.length === 0) return earlier.protocol === "tcp";
  return earlier.matches.some(
    (match) => !match.unclear && staticallyTakes(match, later, namespace, gateways) && sameTargets(match, later) && sameNames(match, later),
  );
}

/** Port, gateways and source: every connection that the later entry is for, the earlier one is for as well. */
function staticallyTakes(earlier: RouteMatch, later: RouteMatch | undefined, namespace: string, bound: readonly string[]): boolean {
  const resolve = (match: RouteMatch | undefined) => (match?.gateways ?? []).map((one) => resolveGatewayName(one.value, namespace));
  const ours = resolve(earlier);
  const theirs = resolve(later);
  const gatewaysFit = ours.length === 0 || (theirs.length === 0 ? bound : theirs).every((one) => ours.includes(one));
  return (
    gatewaysFit &&
    (earlier.port === undefined || earlier.port.value === later?.port?.value) &&
    (earlier.sourceNamespace === undefined || earlier.sourceNamespace.value === later?.sourceNamespace?.value) &&
    (earlier.sourceLabels.entries.length === 0 || (later !== undefined && selects(earlier.sourceLabels, later.sourceLabels)))
  );
}

/** Subnets: none, or for tcp one of the same, for tls all of the same. */
function sameTargets(earlier: RouteMatch, later: RouteMatch | undefined): boolean {
  const ours = textsOf(earlier.destinationSubnets);
  const theirs = textsOf(later?.destinationSubnets ?? []);
  if (earlier.sniHosts.length > 0) return ours.size === theirs.size && [...theirs].every((subnet) => ours.has(subnet));
  return ours.size === 0 || (theirs.size > 0 && [...theirs].every((subnet) => ours.has(subnet)));
}

function sameNames(earlier: RouteMatch, later: RouteMatch | undefined): boolean {
  const ours = textsOf(earlier.sniHosts);
  const theirs = textsOf(later?.sniHosts ?? []);
  return ours.size === theirs.size && [...theirs].every((name) => ours.has(name));
}

function textsOf(values: RouteMatch["sniHosts"]): ReadonlySet<string> {
  return new Set(values.map((one) => one.value));
}
