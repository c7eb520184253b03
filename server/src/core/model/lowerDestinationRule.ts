import type { MapNode, Node } from "../syntax/node";
import type { ClientTls, DestinationRule, LoadBalancer, PolicyPart, PortTrafficPolicy, Subset, TrafficPolicy } from "./destinationRule";
import { noLabels } from "./labels";
import { portNumber } from "./lowerDestination";
import type { Manifest } from "./manifest";
import {
  compact,
  entriesOf,
  isTrue,
  labelMap,
  listOf,
  type Mutable,
  none,
  selectorOf,
  spannedString,
  spannedStrings,
  strings,
  uniqueEntries,
} from "./read";

/** Lowers networking.istio.io DestinationRule. */
export function lowerDestinationRule({ spec }: Manifest): DestinationRule {
  const result: Mutable<DestinationRule> = {
    kind: "DestinationRule",
    host: undefined,
    subsets: none,
    subsetsKey: undefined,
    trafficPolicy: undefined,
    exportTo: none,
    workloadSelector: undefined,
    spec: spec?.value.span,
  };
  for (const { name, key, value } of entriesOf(spec?.value)) {
    switch (name) {
      case "host":
        result.host = spannedString(value);
        break;
      case "subsets":
        result.subsets = listOf(value, lowerSubset);
        result.subsetsKey = key.span;
        break;
      case "trafficPolicy":
        result.trafficPolicy = lowerTrafficPolicy(value);
        break;
      case "exportTo":
        result.exportTo = spannedStrings(value);
        break;
      case "workloadSelector":
        result.workloadSelector = selectorOf(value, "matchLabels");
        break;
    }
  }
  return result;
}

function lowerSubset(node: MapNode): Subset {
  const result: Mutable<Subset> = { span: node.span, name: undefined, labels: noLabels, labelsKey: undefined, trafficPolicy: undefined };
  for (const { name, key, value } of node.entries) {
    switch (name) {
      case "name":
        result.name = spannedString(value);
        break;
      case "labels":
        result.labels = labelMap(value);
        result.labelsKey = key.span;
        break;
      case "trafficPolicy":
        result.trafficPolicy = lowerTrafficPolicy(value);
        break;
    }
  }
  return result;
}

function lowerTrafficPolicy(node: Node): TrafficPolicy | undefined {
  return node.kind === "map" ? policyFields(node) : undefined;
}

function lowerPortPolicy(node: MapNode): PortTrafficPolicy {
  const port = node.entries.findLast((entry) => entry.name === "port");
  return Object.assign(policyFields(node), { port: port === undefined ? undefined : portNumber(port.value) });
}

function policyFields(node: MapNode): TrafficPolicy {
  const result: Mutable<TrafficPolicy> = {
    span: node.span,
    loadBalancer: undefined,
    connectionPool: undefined,
    outlierDetection: undefined,
    tls: undefined,
    portLevelSettings: none,
    tunnel: undefined,
    proxyProtocol: undefined,
    retryBudget: undefined,
  };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "loadBalancer":
        result.loadBalancer = lowerLoadBalancer(value);
        break;
      case "connectionPool":
      case "outlierDetection":
      case "tunnel":
      case "proxyProtocol":
      case "retryBudget":
        result[name] = policyPart(value);
        break;
      case "tls":
        result.tls = lowerClientTls(value);
        break;
      case "portLevelSettings":
        result.portLevelSettings = listOf(value, lowerPortPolicy);
        break;
    }
  }
  return result;
}

function lowerLoadBalancer(node: Node): LoadBalancer | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<LoadBalancer> = {
    span: node.span,
    simple: undefined,
    consistentHash: undefined,
    settings: policyPart(node)?.settings ?? none,
  };
  for (const { name, value } of node.entries) {
    if (name === "simple") result.simple = spannedString(value);
    else if (name === "consistentHash") {
      const hash = entriesOf(value).find((entry) => hashKeys.has(entry.name));
      result.consistentHash = hash === undefined ? undefined : { value: hash.name, span: hash.key.span };
    }
  }
  return result;
}

/** The one-of of ConsistentHashLB that names what is hashed (istio/api destination_rule.proto). */
const hashKeys: ReadonlySet<string> = new Set(["httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName"]);

function lowerClientTls(node: Node): ClientTls | undefined {
  if (node.kind !== "map") return undefined;
  const result: Mutable<ClientTls> = {
    span: node.span,
    mode: undefined,
    sni: undefined,
    caCertificates: undefined,
    credentialName: undefined,
    clientCertificate: undefined,
    privateKey: undefined,
    subjectAltNames: none,
    insecureSkipVerify: false,
  };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "mode":
      case "sni":
      case "caCertificates":
      case "credentialName":
      case "clientCertificate":
      case "privateKey":
        result[name] = spannedString(value);
        break;
      case "subjectAltNames":
        result.subjectAltNames = strings(value);
        break;
      case "insecureSkipVerify":
        result.insecureSkipVerify = isTrue(value);
        break;
    }
  }
  return result;
}

function policyPart(node: Node): PolicyPart | undefined {
  if (node.kind !== "map") return undefined;
  const settings: { path: string; value: string }[] = [];
  collectLeaves(node, "", settings);
  return { span: node.span, settings: compact(settings) };
}

function collectLeaves(node: Node, path: string, into: { path: string; value: string }[]): void {
  switch (node.kind) {
    case "map":
      for (const { name, value } of uniqueEntries(node)) collectLeaves(value, path === "" ? name : `${path}.${name}`, into);
      break;
    case "seq":
      node.items.forEach((item, index) => {
        collectLeaves(item, `${path}[${index}]`, into);
      });
      break;
    case "scalar":
      if (node.value !== null) into.push({ path, value: node.source });
      break;
  }
}
