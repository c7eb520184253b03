import { hostSubsetOf, isWildcardHost, meshGateway } from "../model/host";
import { describeLabels } from "../model/labels";
import type { Resource } from "../model/resource";
import type { RouteMatch, VirtualService } from "../model/virtualService";
import { prefixContaining } from "./cidr";
import { boundTo, sharesHost } from "./gatewayHosts";
import type { GatewayServer } from "./gatewayServers";
import type { MeshView } from "./meshView";
import { type EffectiveRule, type MeshProxy, selectsProxy } from "./routeModel";

/** A tls or tcp rule as a filter chain of Envoy. */
export interface L4Route {
  readonly rule: EffectiveRule;
  readonly match: RouteMatch | undefined;
  /** Server names; empty: any. */
  readonly sniHosts: readonly string[];
  /** Networks of destination addresses; empty: any. */
  readonly subnets: readonly string[];
  /** Set where the control plane makes no chain of it: why. */
  readonly dropped: string | undefined;
}

/** A connection: the server name is undefined without TLS, the address where it is not known. */
export interface Connection {
  readonly sni: string | undefined;
  readonly address: string | undefined;
}

/**
 * The tls rules for a service at a sidecar, all in order; an entry that repeats the names and networks of an earlier one is left out
 * (pilot/pkg/networking/core/tls.go, buildSidecarOutboundTLSFilterChainOpts).
 */
export function sidecarTlsRoutes(
  view: MeshView,
  virtualServices: readonly Resource<VirtualService>[],
  proxy: MeshProxy,
  port: number,
): readonly L4Route[] {
  const seen = new Set<string>();
  return rulesIn(view, virtualServices, "tls").flatMap((rule) =>
    rule.route.matches.map((match): L4Route => {
      const route = routeOf(rule, match);
      const elsewhere = notForHere(match, proxy, port);
      const key = `${route.sniHosts.join(",")}|${route.subnets.join(",")}`;
      if (elsewhere !== undefined) return { ...route, dropped: elsewhere };
      if (seen.has(key)) return { ...route, dropped: "an earlier rule has the same SNI hosts" };
      seen.add(key);
      return route;
    }),
  );
}

/**
 * The tcp rules for a service at a sidecar, up to the first that asks for no destination address
 * (pilot/pkg/networking/core/tls.go, buildSidecarOutboundTCPFilterChainOpts).
 */
export function sidecarTcpRoutes(
  view: MeshView,
  virtualServices: readonly Resource<VirtualService>[],
  proxy: MeshProxy,
  port: number,
): readonly L4Route[] {
  const routes: L4Route[] = [];
  for (const rule of rulesIn(view, virtualServices, "tcp")) {
    if (rule.route.matches.length === 0) return [...routes, routeOf(rule, undefined)];
    const own = rule.route.matches.map((match): L4Route => ({ ...routeOf(rule, match), dropped: notForHere(match, proxy, port) }));
    const open = own.findIndex((one) => one.dropped === undefined && one.subnets.length === 0);
    if (open < 0) routes.push(...own);
    else return [...routes, ...own.slice(0, open + 1).map((one, at) => (at === open ? one : withoutChain(one)))];
  }
  return routes;
}

/** Networks of a rule that is for all addresses as well get no chain. */
function withoutChain(route: L4Route): L4Route {
  return { ...route, dropped: route.dropped ?? "the rule is for all addresses as well" };
}

/** The tcp rules that a server of a gateway asks, up to the first that applies (buildGatewayNetworkFiltersFromTCPRoutes). */
export function gatewayTcpRoutes(view: MeshView, proxy: MeshProxy, server: GatewayServer): readonly L4Route[] {
  const routes: L4Route[] = [];
  const bound = boundTo(view, proxy, server.name).filter((one) => sharesHost(view, server, one));
  for (const rule of rulesIn(view, bound, "tcp")) {
    if (rule.route.destinations.length === 0) continue;
    const matches = rule.route.matches.length === 0 ? [undefined] : rule.route.matches;
    for (const match of matches) {
      const dropped = match === undefined ? undefined : notForServer(match, server);
      routes.push({ rule, match, sniHosts: [], subnets: [], dropped });
      if (dropped === undefined) return routes;
    }
  }
  return routes;
}

/**
 * The tls rules of a server that passes TLS on; an entry with a name that an earlier chain of the listener has is left out as a whole.
 * `taken` collects the names (buildGatewayNetworkFiltersFromTLSRoutes).
 */
export function gatewayTlsRoutes(view: MeshView, proxy: MeshProxy, server: GatewayServer, taken: Set<string>): readonly L4Route[] {
  const bound = boundTo(view, proxy, server.name).filter((one) => sharesHost(view, server, one));
  return rulesIn(view, bound, "tls").flatMap((rule) =>
    rule.route.destinations.length === 0
      ? []
      : rule.route.matches.map((match): L4Route => {
          const route = { ...routeOf(rule, match), subnets: [] };
          const elsewhere = notForServer(match, server);
          if (elsewhere !== undefined) return { ...route, dropped: elsewhere };
          const repeated = route.sniHosts.find((host) => taken.has(host));
          if (repeated !== undefined) return { ...route, dropped: `an earlier rule or server has the SNI host ${repeated}` };
          for (const host of route.sniHosts) taken.add(host);
          return route;
        }),
  );
}

/**
 * The chain that Envoy takes: the narrowest network first, then the exact server name, then the longest wildcard, then any. Undefined:
 * none fits.
 */
export function chosenRoute(routes: readonly L4Route[], connection: Connection): L4Route | undefined {
  const candidates = routes
    .filter((route) => route.dropped === undefined)
    .map((route) => ({ route, network: networkScore(route.subnets, connection.address) }))
    .filter(({ network }) => network !== undefined);
  const narrowest = Math.max(...candidates.map(({ network }) => network ?? -1));
  let best: { readonly route: L4Route; readonly score: number } | undefined;
  for (const { route, network } of candidates) {
    const score = network === narrowest ? sniScore(route.sniHosts, connection.sni) : undefined;
    if (score !== undefined && (best === undefined || score > best.score)) best = { route, score };
  }
  return best?.route;
}

/**
 * A pair of network and server name (`*` where any will do) that two chains are for, in words: Envoy cannot tell them apart and refuses
 * the whole listener.
 */
export function repeatedMatch(routes: readonly L4Route[]): string | undefined {
  const seen = new Set<string>();
  for (const { subnets, sniHosts, dropped } of routes) {
    if (dropped !== undefined) continue;
    for (const subnet of new Set(subnets.length === 0 ? [undefined] : subnets)) {
      for (const name of anyOr(serverNames(sniHosts))) {
        const pair = `${name}${subnet === undefined ? "" : ` at ${subnet}`}`;
        if (seen.has(pair)) return pair;
        seen.add(pair);
      }
    }
  }
  return undefined;
}

/**
 * The server names that a chain asks for, in lower case and each once; none, which stands for any, where one of them is `*`
 * (pilot/pkg/networking/core/listener.go: Envoy knows no name that is just a wildcard).
 */
export function serverNames(sniHosts: readonly string[]): readonly string[] {
  return sniHosts.includes("*") ? [] : [...new Set(sniHosts.map((one) => one.toLowerCase()))];
}

/** `*` where any name will do. */
export function anyOr(names: readonly string[]): readonly string[] {
  return names.length === 0 ? ["*"] : names;
}

/** How well server names fit: longer is better, an exact name best; undefined: not at all. */
export function sniScore(sniHosts: readonly string[], sni: string | undefined): number | undefined {
  const names = serverNames(sniHosts);
  if (names.length === 0) return 0;
  const scores = names.flatMap((lower) => {
    if (sni === undefined) return [];
    if (!isWildcardHost(lower)) return lower === sni ? [Number.POSITIVE_INFINITY] : [];
    return sni.length >= lower.length && hostSubsetOf(sni, lower) ? [lower.length] : [];
  });
  return scores.length === 0 ? undefined : Math.max(...scores);
}

function rulesIn(view: MeshView, virtualServices: readonly Resource<VirtualService>[], protocol: "tls" | "tcp"): readonly EffectiveRule[] {
  return virtualServices.flatMap((one) => view.rulesOf(one).filter((rule) => rule.route.protocol === protocol));
}

function routeOf(rule: EffectiveRule, match: RouteMatch | undefined): L4Route {
  return {
    rule,
    match,
    sniHosts: match?.sniHosts.map((one) => one.value) ?? [],
    subnets: match?.destinationSubnets.map((one) => one.value) ?? [],
    dropped: undefined,
  };
}

/** All conditions on the proxy must hold; unlike in http rules none is skipped (matchTLS, matchTCP). */
function notForHere(match: RouteMatch, proxy: MeshProxy, port: number): string | undefined {
  if (match.port !== undefined && match.port.value !== 0 && match.port.value !== port) return `port ${match.port.value}: saw ${port}`;
  if (match.gateways.length > 0 && match.gateways.every((one) => one.value !== meshGateway)) {
    return `through gateway ${match.gateways.map((one) => one.value).join(" or ")}: saw the mesh`;
  }
  if (!selectsProxy(match.sourceLabels, proxy)) return `from pods with ${describeLabels(match.sourceLabels)}: the caller is not one`;
  if (match.sourceNamespace !== undefined && match.sourceNamespace.value !== "" && match.sourceNamespace.value !== proxy.namespace) {
    return `from namespace ${match.sourceNamespace.value}: saw ${proxy.namespace}`;
  }
  return undefined;
}

/** A gateway looks at port and gateways only (l4SingleMatch). */
function notForServer(match: RouteMatch, server: GatewayServer): string | undefined {
  if (match.port !== undefined && match.port.value !== 0 && match.port.value !== server.number) {
    return `port ${match.port.value}: saw ${server.number}`;
  }
  if (match.gateways.length > 0 && match.gateways.every((one) => one.value !== server.name)) {
    return `through gateway ${match.gateways.map((one) => one.value).join(" or ")}: saw ${server.name}`;
  }
  return undefined;
}

/** Length of the longest network that holds the address; -1 for any address; undefined where no network does. */
function networkScore(subnets: readonly string[], address: string | undefined): number | undefined {
  if (subnets.length === 0) return -1;
  const lengths = address === undefined ? [] : subnets.flatMap((subnet) => prefixContaining(subnet, address) ?? []);
  return lengths.length === 0 ? undefined : Math.max(...lengths);
}
