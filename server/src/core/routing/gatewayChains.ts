import { type GatewayListener, type GatewayServer, sniHostsOf } from "./gatewayServers";
import { anyOr, gatewayTcpRoutes, gatewayTlsRoutes, type L4Route, serverNames, sniScore } from "./l4Routes";
import type { MeshView } from "./meshView";
import type { MeshProxy } from "./routeModel";

/** A filter chain of a gateway's listener that is no plain http. */
export interface Chain {
  /** Empty: any. */
  readonly sniHosts: readonly string[];
  readonly server: GatewayServer;
  /** The rule that decides, where it is not for http rules to do so. */
  readonly route: L4Route | undefined;
}

/** The chains of servers that are told apart by the server name of the handshake, and of plain TCP servers; and all rules asked for them. */
export function gatewayChains(
  view: MeshView,
  proxy: MeshProxy,
  listener: GatewayListener,
): { readonly chains: readonly Chain[]; readonly routes: readonly L4Route[] } {
  const chains: Chain[] = [];
  const routes: L4Route[] = [];
  const taken = new Set<string>();
  for (const server of listener.servers) {
    if (server.rules === "http") chains.push({ sniHosts: sniHostsOf(server), server, route: undefined });
    else if (server.rules !== undefined) {
      const tcp = server.rules === "tcp";
      const own = tcp ? gatewayTcpRoutes(view, proxy, server) : gatewayTlsRoutes(view, proxy, server, taken);
      routes.push(...own);
      for (const route of own) {
        if (route.dropped === undefined)
          chains.push({ sniHosts: tcp && server.tls !== undefined ? sniHostsOf(server) : route.sniHosts, server, route });
      }
    }
  }
  return { chains, routes };
}

/** The chain with the best server name. Bytes without TLS have none, and are nothing for servers that terminate TLS. */
export function chosenChain(chains: readonly Chain[], sni: string | undefined, encrypted: boolean): Chain | undefined {
  let best: { readonly chain: Chain; readonly score: number } | undefined;
  for (const chain of chains) {
    if (!encrypted && chain.server.tls === "terminate") continue;
    const score = sniScore(chain.sniHosts, sni);
    if (score !== undefined && (best === undefined || score > best.score)) best = { chain, score };
  }
  return best?.chain;
}

/** A server name that two chains are for: Envoy cannot tell them apart. */
export function repeatedName(chains: readonly Chain[]): string | undefined {
  const seen = new Set<string>();
  for (const { sniHosts } of chains) {
    for (const name of anyOr(serverNames(sniHosts))) {
      if (seen.has(name)) return name;
      seen.add(name);
    }
  }
  return undefined;
}
