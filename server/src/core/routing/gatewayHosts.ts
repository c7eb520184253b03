import { gatewaysNamed } from "../index/gateways";
import { gatewayUsersKey } from "../index/keys";
import { hostMatches, hostSubsetOf, intersectHosts, isWildcardHost, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import type { VirtualService } from "../model/virtualService";
import type { GatewayServer } from "./gatewayServers";
import { catchAllsLast, hasRoutes, httpRoutes } from "./httpRoutes";
import type { MeshView } from "./meshView";
import type { HttpRoute, MeshProxy, VirtualHost } from "./routeModel";
import { visibleInOrder } from "./visibility";

/** The virtual hosts of one route table of a gateway. */
export interface RouteTable {
  /** By domain. */
  readonly hosts: ReadonlyMap<string, VirtualHost>;
}

/**
 * The route table of servers that share one: routes of all VirtualServices for one host one behind the other, those that take everything
 * last (pilot/pkg/networking/core/gateway.go, buildGatewayHTTPRouteConfig). The rules of a VirtualService are read for the first server of its
 * gateway that they apply to.
 */
export function gatewayRouteTable(view: MeshView, proxy: MeshProxy, servers: readonly GatewayServer[]): RouteTable {
  const drafts = new Map<string, { readonly routes: HttpRoute[]; requireTls: boolean }>();
  const known = new Map<string, readonly HttpRoute[]>();
  for (const server of servers) {
    const redirects = server.server.tls?.httpsRedirect === true;
    for (const virtualService of boundTo(view, proxy, server.name)) {
      const hosts = commonHosts(view, server, virtualService);
      if (hosts.length === 0) continue;
      const key = `${server.name} ${virtualService.id}`;
      const place = { proxy, port: server.number, gateway: server.name };
      const routes = known.get(key) ?? httpRoutes(view.rulesOf(virtualService), place);
      if (!hasRoutes(routes)) continue;
      known.set(key, routes);
      for (const host of hosts) {
        const draft = drafts.get(host) ?? { routes: [], requireTls: false };
        draft.routes.push(...routes);
        draft.requireTls ||= redirects;
        drafts.set(host, draft);
      }
    }
    if (!redirects) continue;
    for (const host of server.hosts.map((one) => one.toLowerCase())) {
      const draft = drafts.get(host) ?? { routes: [], requireTls: false };
      draft.requireTls = true;
      drafts.set(host, draft);
    }
  }
  return {
    hosts: new Map(
      [...drafts].map(([domain, { routes, requireTls }]) => [
        domain,
        { domain, routes: catchAllsLast(routes), requireTls, service: undefined, ignored: [] },
      ]),
    ),
  };
}

/** The virtual host that Envoy takes for a host in lower case: the exact domain, else the longest wildcard over it. */
export function virtualHostFor({ hosts }: RouteTable, host: string): VirtualHost | undefined {
  const exact = hosts.get(host);
  if (exact !== undefined) return exact;
  let best: VirtualHost | undefined;
  for (const one of hosts.values()) {
    if (!isWildcardHost(one.domain) || host.length < one.domain.length || !hostSubsetOf(host, one.domain)) continue;
    if (best === undefined || one.domain.length > best.domain.length) best = one;
  }
  return best;
}

/** The VirtualServices bound to a gateway (`namespace/name`) that its pod sees, in order. */
export function boundTo(view: MeshView, proxy: MeshProxy, gateway: string): readonly Resource<VirtualService>[] {
  const users = view.index
    .lookup(gatewayUsersKey(gateway.slice(gateway.indexOf("/") + 1)))
    .filter((one) => isKind(one, "VirtualService"))
    .filter((one) =>
      one.model.gateways.some(({ value }) =>
        gatewaysNamed(view.index, value, one.effectiveNamespace).some(
          (found) => `${found.effectiveNamespace}/${found.name.value}` === gateway,
        ),
      ),
    );
  return visibleInOrder(view.focus, users, proxy);
}

/** Whether a server has a host that a VirtualService has too, in either direction (pickMatchingGatewayHosts). */
export function sharesHost(view: MeshView, server: GatewayServer, virtualService: Resource<VirtualService>): boolean {
  const own = hostsOf(view, virtualService);
  return hostsFor(server, virtualService.effectiveNamespace).some((host) => own.some((other) => hostMatches(host, other)));
}

/** Of each overlapping pair of a server's and a VirtualService's hosts the narrower one. */
function commonHosts(view: MeshView, server: GatewayServer, virtualService: Resource<VirtualService>): readonly string[] {
  const common = intersectHosts(hostsFor(server, virtualService.effectiveNamespace), hostsOf(view, virtualService));
  return [...new Set(common.map((host) => host.toLowerCase()))];
}

function hostsFor({ hosts }: GatewayServer, namespace: string): readonly string[] {
  return hosts.flatMap((host) => {
    const slash = host.indexOf("/");
    return slash < 0 ? [host] : host.slice(0, slash) === namespace ? [host.slice(slash + 1)] : [];
  });
}

function hostsOf(view: MeshView, { model, effectiveNamespace }: Resource<VirtualService>): readonly string[] {
  return model.hosts.map((host) => resolveHost(host.value, effectiveNamespace, view.index.mesh.domain));
}
