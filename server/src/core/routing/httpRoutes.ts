import { meshGateway } from "../model/host";
import { describeLabels } from "../model/labels";
import type { RouteMatch } from "../model/virtualService";
import { type EffectiveRule, type HttpRoute, type MeshProxy, selectsProxy } from "./routeModel";

/** Where rules are applied: at which proxy, on which port, and under which gateway's name (`mesh` at a sidecar). */
export interface Place {
  readonly proxy: MeshProxy;
  /** The port of the service that is called; at a gateway the number of the server. */
  readonly port: number;
  readonly gateway: string;
}

/**
 * The http rules of a VirtualService as they are asked in order, one route per match entry, up to the first that takes everything
 * (pilot/pkg/networking/core/route/route.go, BuildHTTPRoutesForVirtualService). Entries that this proxy does not get are kept as dropped.
 */
export function httpRoutes(rules: readonly EffectiveRule[], place: Place): readonly HttpRoute[] {
  const { port, gateway } = place;
  const routes: HttpRoute[] = [];
  for (const rule of rules) {
    if (rule.route.protocol !== "http") continue;
    if (rule.dropped !== undefined) {
      routes.push({ rule, match: undefined, dropped: rule.dropped, catchAll: false, port, gateway });
      continue;
    }
    if (rule.route.matches.length === 0) {
      routes.push({ rule, match: undefined, dropped: undefined, catchAll: true, port, gateway });
      return routes;
    }
    for (const match of rule.route.matches) {
      const dropped = notForHere(match, place);
      const catchAll = dropped === undefined && takesEverything(match);
      routes.push({ rule, match, dropped, catchAll, port, gateway });
      if (catchAll) return routes;
    }
  }
  return routes;
}

/** Whether any of the routes is given to the proxy. */
export function hasRoutes(routes: readonly HttpRoute[]): boolean {
  return routes.some((route) => route.dropped === undefined);
}

/** Routes that take everything are moved behind the others, which keep their order (SortVHostRoutes). */
export function catchAllsLast(routes: readonly HttpRoute[]): readonly HttpRoute[] {
  return [...routes.filter((route) => !route.catchAll), ...routes.filter((route) => route.catchAll)];
}

/** Any path and nothing else asked of the request (IsCatchAllRoute); where it comes from has been decided before. */
function takesEverything(match: RouteMatch): boolean {
  const { uri } = match;
  const anyPath =
    uri === undefined ||
    uri.kind === "present" ||
    (uri.kind === "prefix" && uri.value.value === "/") ||
    (uri.kind === "regex" && uri.value.value === ".*");
  return (
    anyPath &&
    match.headers.length + match.withoutHeaders.length + match.queryParams.length === 0 &&
    match.method === undefined &&
    match.authority === undefined &&
    match.scheme === undefined
  );
}

/** Why an entry is not given to a proxy. With gateways named, the source is not looked at (sourceMatchHTTP). */
function notForHere(match: RouteMatch, { proxy, port, gateway }: Place): string | undefined {
  if (match.port !== undefined && match.port.value !== 0 && match.port.value !== port) return `port ${match.port.value}: saw ${port}`;
  if (match.gateways.length > 0) {
    if (match.gateways.some((one) => one.value === gateway)) return undefined;
    const here = gateway === meshGateway ? "the mesh" : gateway;
    return `through gateway ${match.gateways.map((one) => one.value).join(" or ")}: saw ${here}`;
  }
  if (!selectsProxy(match.sourceLabels, proxy)) {
    return `from pods with ${describeLabels(match.sourceLabels)}: saw ${seenLabels(match, proxy)}`;
  }
  if (match.sourceNamespace !== undefined && match.sourceNamespace.value !== "" && match.sourceNamespace.value !== proxy.namespace) {
    return `from namespace ${match.sourceNamespace.value}: saw ${proxy.namespace}`;
  }
  return undefined;
}

/** What the proxy carries of the labels that are asked for. */
function seenLabels(match: RouteMatch, proxy: MeshProxy): string {
  const seen = match.sourceLabels.entries.flatMap(({ key }) => {
    const value = proxy.labels.get(key.value);
    return value === undefined ? [] : [`${key.value}=${value}`];
  });
  return seen.length === 0 ? "none of these labels" : seen.join(", ");
}
