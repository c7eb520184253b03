import type { MapNode, Node } from "../syntax/node";
import type { Span } from "../text/span";
import { noLabels } from "./labels";
import { isTrue, labelMap, type Mutable, namedStringMatch, none, spannedNumber, spannedString, spannedStrings, stringMatch } from "./read";
import type { NamedMatch, RouteMatch } from "./virtualService";

/** Lowers a match entry of an http rule (istio/api virtual_service.proto, HTTPMatchRequest). */
export function lowerHttpMatch(node: MapNode): RouteMatch {
  const match = emptyMatch(node.span);
  for (const { name, value } of node.entries) {
    switch (name) {
      case "name":
      case "sourceNamespace":
        match[name] = spannedString(value);
        break;
      case "uri":
      case "scheme":
      case "method":
      case "authority":
        match[name] = stringMatch(value);
        if (match[name] === undefined) match.unclear = true;
        break;
      case "headers":
      case "withoutHeaders":
      case "queryParams":
        match[name] = namedMatches(value);
        if (value.kind !== "map") match.unclear = true;
        break;
      case "ignoreUriCase":
        match.ignoreUriCase = isTrue(value);
        break;
      case "port":
        match.port = spannedNumber(value);
        break;
      case "gateways":
        match.gateways = spannedStrings(value);
        break;
      case "sourceLabels":
        match.sourceLabels = labelMap(value);
        break;
      case "statPrefix":
        break;
      default:
        match.unclear = true;
    }
  }
  return match;
}

/** Lowers a match entry of a tls or tcp rule (istio/api virtual_service.proto, TLSMatchAttributes and L4MatchAttributes). */
export function lowerL4Match(node: MapNode): RouteMatch {
  const match = emptyMatch(node.span);
  for (const { name, value } of node.entries) {
    switch (name) {
      case "sniHosts":
      case "destinationSubnets":
      case "gateways":
        match[name] = spannedStrings(value);
        break;
      case "port":
        match.port = spannedNumber(value);
        break;
      case "sourceLabels":
        match.sourceLabels = labelMap(value);
        break;
      case "sourceNamespace":
        match.sourceNamespace = spannedString(value);
        break;
      case "sourceSubnet":
        break;
      default:
        match.unclear = true;
    }
  }
  return match;
}

function emptyMatch(span: Span): Mutable<RouteMatch> {
  return {
    span,
    unclear: false,
    name: undefined,
    uri: undefined,
    ignoreUriCase: false,
    scheme: undefined,
    method: undefined,
    authority: undefined,
    headers: none,
    withoutHeaders: none,
    queryParams: none,
    port: undefined,
    gateways: none,
    sourceLabels: noLabels,
    sourceNamespace: undefined,
    sniHosts: none,
    destinationSubnets: none,
  };
}

function namedMatches(node: Node): readonly NamedMatch[] {
  if (node.kind !== "map") return none;
  const byName = new Map<string, NamedMatch>();
  for (const { name, key, value } of node.entries)
    byName.set(name, { name: { value: name, span: key.span }, match: namedStringMatch(value) });
  return [...byName.values()];
}
