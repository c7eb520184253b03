import type { MapNode, Node } from "../syntax/node";
import type { Gateway, Server, ServerPort, ServerTls } from "./gateway";
import { noLabels } from "./labels";
import type { Manifest } from "./manifest";
import { entriesOf, isTrue, labelMap, listOf, type Mutable, none, spannedNumber, spannedString, spannedStrings } from "./read";

/** Lowers networking.istio.io Gateway. */
export function lowerGateway({ spec }: Manifest): Gateway {
  const result: Mutable<Gateway> = {
    kind: "Gateway",
    selector: noLabels,
    selectorKey: undefined,
    servers: none,
    serversKey: undefined,
    spec: spec?.value.span,
  };
  for (const { name, key, value } of entriesOf(spec?.value)) {
    if (name === "selector") {
      result.selector = labelMap(value);
      result.selectorKey = key.span;
    } else if (name === "servers") {
      result.servers = listOf(value, lowerServer);
      result.serversKey = key.span;
    }
  }
  return result;
}

const noPort: ServerPort = { number: undefined, name: undefined, protocol: undefined, targetPort: undefined };

function lowerServer(node: MapNode): Server {
  const result: Mutable<Server> = {
    span: node.span,
    name: undefined,
    port: noPort,
    portKey: undefined,
    bind: undefined,
    hosts: none,
    hostsKey: undefined,
    tls: undefined,
  };
  for (const { name, key, value } of node.entries) {
    switch (name) {
      case "name":
      case "bind":
        result[name] = spannedString(value);
        break;
      case "port":
        result.port = lowerPort(value);
        result.portKey = key.span;
        break;
      case "hosts":
        result.hosts = spannedStrings(value);
        result.hostsKey = key.span;
        break;
      case "tls":
        result.tls = lowerServerTls(value);
        break;
    }
  }
  return result;
}

/** `port` is a mapping; a bare number, which the schema reports, counts as its number. */
function lowerPort(node: Node): ServerPort {
  const result: Mutable<ServerPort> = { ...noPort };
  if (node.kind !== "map") result.number = spannedNumber(node);
  for (const { name, value } of entriesOf(node)) {
    if (name === "number" || name === "targetPort") result[name] = spannedNumber(value);
    else if (name === "name" || name === "protocol") result[name] = spannedString(value);
  }
  return result;
}

function lowerServerTls(node: Node): ServerTls | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<ServerTls> = {
    span: node.span,
    mode: undefined,
    httpsRedirect: false,
    credentialName: undefined,
    credentialNames: none,
    serverCertificate: undefined,
    privateKey: undefined,
    caCertificates: undefined,
  };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "mode":
      case "credentialName":
      case "serverCertificate":
      case "privateKey":
      case "caCertificates":
        result[name] = spannedString(value);
        break;
      case "credentialNames":
        result.credentialNames = spannedStrings(value);
        break;
      case "httpsRedirect":
        result.httpsRedirect = isTrue(value);
        break;
    }
  }
  return result;
}
