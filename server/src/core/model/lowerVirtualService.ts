import type { MapNode, Node } from "../syntax/node";
import type { Span, Spanned } from "../text/span";
import { lowerDestination, lowerMirrorTarget } from "./lowerDestination";
import { lowerHeaderRewrites } from "./lowerHeaders";
import { lowerHttpMatch, lowerL4Match } from "./lowerRouteMatch";
import { lowerCorsPolicy, lowerFault, lowerRetries } from "./lowerRoutePolicy";
import type { Manifest } from "./manifest";
import {
  compact,
  entriesOf,
  itemsOf,
  listOf,
  type Mutable,
  mapOf,
  none,
  percentage,
  spannedNumber,
  spannedString,
  spannedStrings,
} from "./read";
import type {
  Delegate,
  DirectResponse,
  Mirror,
  Redirect,
  Rewrite,
  Route,
  RouteMatch,
  RouteProtocol,
  VirtualService,
} from "./virtualService";

/** Lowers networking.istio.io VirtualService. */
export function lowerVirtualService({ spec }: Manifest): VirtualService {
  const result: Mutable<VirtualService> = {
    kind: "VirtualService",
    hosts: none,
    gateways: none,
    exportTo: none,
    routes: none,
    spec: spec?.value.span,
    hostsKey: undefined,
    gatewaysKey: undefined,
  };
  let http: Node | undefined;
  let tls: Node | undefined;
  let tcp: Node | undefined;
  for (const { name, key, value } of entriesOf(spec?.value)) {
    switch (name) {
      case "hosts":
        result.hosts = spannedStrings(value);
        result.hostsKey = key.span;
        break;
      case "gateways":
        result.gateways = spannedStrings(value);
        result.gatewaysKey = key.span;
        break;
      case "exportTo":
        result.exportTo = spannedStrings(value);
        break;
      case "http":
        http = value;
        break;
      case "tls":
        tls = value;
        break;
      case "tcp":
        tcp = value;
        break;
    }
  }
  const routes: Route[] = [];
  lowerRoutes("http", http, routes);
  lowerRoutes("tls", tls, routes);
  lowerRoutes("tcp", tcp, routes);
  result.routes = compact(routes);
  return result;
}

function lowerRoutes(protocol: RouteProtocol, list: Node | undefined, into: Route[]): void {
  const items = itemsOf(list);
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item?.kind === "map") into.push(protocol === "http" ? lowerHttpRoute(item, index) : lowerL4Route(protocol, item, index));
  }
}

function emptyRoute(protocol: RouteProtocol, index: number, span: Span): Mutable<Route> {
  return {
    protocol,
    index,
    span,
    name: undefined,
    matches: none,
    matchKey: undefined,
    destinations: none,
    routeKey: undefined,
    redirect: undefined,
    directResponse: undefined,
    delegate: undefined,
    rewrite: undefined,
    timeout: undefined,
    retries: undefined,
    fault: undefined,
    mirrors: none,
    mirrorPercentKey: undefined,
    corsPolicy: undefined,
    headers: undefined,
  };
}

function lowerHttpRoute(node: MapNode, index: number): Route {
  const route = emptyRoute("http", index, node.span);
  const mirroring: Mirroring = { mirror: undefined, mirrors: undefined, percent: undefined, legacyPercent: undefined };
  for (const { name, key, value } of node.entries) {
    switch (name) {
      case "name":
        route.name = spannedString(value);
        break;
      case "match":
        route.matches = lowerMatches(value, lowerHttpMatch);
        route.matchKey = key.span;
        break;
      case "route":
        route.destinations = listOf(value, lowerDestination);
        route.routeKey = key.span;
        break;
      case "redirect":
        route.redirect = lowerRedirect(value);
        break;
      case "directResponse":
        route.directResponse = lowerDirectResponse(value);
        break;
      case "delegate":
        route.delegate = lowerDelegate(value);
        break;
      case "rewrite":
        route.rewrite = lowerRewrite(value);
        break;
      case "timeout":
        route.timeout = spannedString(value);
        break;
      case "retries":
        route.retries = lowerRetries(value);
        break;
      case "fault":
        route.fault = lowerFault(value);
        break;
      case "mirror":
        mirroring.mirror = mapOf(value);
        break;
      case "mirrors":
        mirroring.mirrors = value;
        break;
      case "mirrorPercentage":
        mirroring.percent = percentage(value);
        break;
      case "mirrorPercent":
      case "mirror_percent":
        mirroring.legacyPercent = spannedNumber(value);
        route.mirrorPercentKey = key.span;
        break;
      case "corsPolicy":
        route.corsPolicy = lowerCorsPolicy(value);
        break;
      case "headers":
        route.headers = lowerHeaderRewrites(value);
        break;
    }
  }
  route.mirrors = lowerMirrors(mirroring);
  return route;
}

function lowerL4Route(protocol: RouteProtocol, node: MapNode, index: number): Route {
  const route = emptyRoute(protocol, index, node.span);
  for (const { name, key, value } of node.entries) {
    if (name === "match") {
      route.matches = lowerMatches(value, lowerL4Match);
      route.matchKey = key.span;
    } else if (name === "route") {
      route.destinations = listOf(value, lowerDestination);
      route.routeKey = key.span;
    }
  }
  return route;
}

/** A match list; a lone mapping, where the dash is forgotten, counts as a list of one. */
function lowerMatches(node: Node, lower: (item: MapNode) => RouteMatch): readonly RouteMatch[] {
  return node.kind === "map" ? [lower(node)] : listOf(node, lower);
}

interface Mirroring {
  mirror: MapNode | undefined;
  mirrors: Node | undefined;
  percent: Spanned<number> | undefined;
  legacyPercent: Spanned<number> | undefined;
}

function lowerMirrors({ mirror, mirrors, percent, legacyPercent }: Mirroring): readonly Mirror[] {
  const result = listOf(mirrors, lowerMirror);
  if (mirror === undefined) return result;
  return [{ destination: lowerMirrorTarget(mirror), percent: percent ?? legacyPercent }, ...result];
}

function lowerMirror(node: MapNode): Mirror {
  return {
    destination: lowerDestination(node),
    percent: percentage(node.entries.findLast((entry) => entry.name === "percentage")?.value),
  };
}

function lowerRedirect(node: Node): Redirect | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<Redirect> = {
    span: node.span,
    uri: undefined,
    prefixRewrite: undefined,
    authority: undefined,
    scheme: undefined,
    port: undefined,
    derivePort: undefined,
    redirectCode: undefined,
  };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "uri":
      case "prefixRewrite":
      case "authority":
      case "scheme":
      case "derivePort":
        result[name] = spannedString(value);
        break;
      case "port":
      case "redirectCode":
        result[name] = spannedNumber(value);
        break;
    }
  }
  return result;
}

function lowerDirectResponse(node: Node): DirectResponse | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<DirectResponse> = { span: node.span, status: undefined, body: undefined };
  for (const { name, value } of node.entries) {
    if (name === "status") result.status = spannedNumber(value);
    else if (name === "body") result.body = spannedString(entriesOf(value).findLast((entry) => entry.name === "string")?.value);
  }
  return result;
}

function lowerDelegate(node: Node): Delegate | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<Delegate> = { span: node.span, name: undefined, namespace: undefined };
  for (const { name, value } of node.entries) {
    if (name === "name" || name === "namespace") result[name] = spannedString(value);
  }
  return result;
}

function lowerRewrite(node: Node): Rewrite | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<Rewrite> = {
    span: node.span,
    uri: undefined,
    authority: undefined,
    regexMatch: undefined,
    regexRewrite: undefined,
  };
  for (const { name, value } of node.entries) {
    if (name === "uri" || name === "authority") result[name] = spannedString(value);
    else if (name === "uriRegexRewrite") {
      for (const inner of entriesOf(value)) {
        if (inner.name === "match") result.regexMatch = spannedString(inner.value);
        else if (inner.name === "rewrite") result.regexRewrite = spannedString(inner.value);
      }
    }
  }
  return result;
}
