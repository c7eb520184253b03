import { entryOf, type MapNode, type Node } from "../syntax/node";
import type { KubernetesGateway, KubernetesReference, KubernetesRoute, Listener, ReferenceGrant } from "./kubernetesGateway";
import type { Manifest } from "./manifest";
import { entriesOf, itemsOf, labelMap, listOf, type Mutable, none, spannedNumber, spannedString, textOf } from "./read";

const gatewayGroup = "gateway.networking.k8s.io";

/** Lowers gateway.networking.k8s.io Gateway. */
export function lowerKubernetesGateway({ spec }: Manifest): KubernetesGateway {
  const result: Mutable<KubernetesGateway> = { kind: "KubernetesGateway", className: undefined, listeners: none, addresses: none };
  for (const { name, value } of entriesOf(spec?.value)) {
    if (name === "gatewayClassName") result.className = spannedString(value);
    else if (name === "listeners") result.listeners = listOf(value, lowerListener);
    else if (name === "addresses") {
      result.addresses = listOf(value, (address) => spannedString(entryOf(address, "value")?.value)).filter((one) => one !== undefined);
    }
  }
  return result;
}

/** Lowers HTTPRoute and GRPCRoute. */
export function lowerKubernetesRoute({ spec }: Manifest): KubernetesRoute {
  const backends: KubernetesReference[] = [];
  const backend = (node: Node | undefined) => {
    if (node?.kind === "map") backends.push(lowerReference(node, "", "Service"));
  };
  for (const rule of itemsOf(field(spec?.value, "rules"))) {
    for (const reference of itemsOf(field(rule, "backendRefs"))) backend(reference);
    for (const filter of itemsOf(field(rule, "filters"))) backend(field(field(filter, "requestMirror"), "backendRef"));
  }
  return {
    kind: "KubernetesRoute",
    parents: listOf(field(spec?.value, "parentRefs"), (node) => lowerReference(node, gatewayGroup, "Gateway")),
    backends,
  };
}

/** Lowers ReferenceGrant. */
export function lowerReferenceGrant({ spec }: Manifest): ReferenceGrant {
  return {
    kind: "ReferenceGrant",
    from: listOf(field(spec?.value, "from"), (node) => ({
      group: textOf(field(node, "group")) ?? "",
      kind: textOf(field(node, "kind")) ?? "",
      namespace: spannedString(field(node, "namespace")),
    })),
    to: listOf(field(spec?.value, "to"), (node) => ({
      group: textOf(field(node, "group")) ?? "",
      kind: textOf(field(node, "kind")) ?? "",
      name: textOf(field(node, "name")),
    })),
  };
}

function lowerReference(node: MapNode, group: string, kind: string): KubernetesReference {
  const result: Mutable<KubernetesReference> = {
    span: node.span,
    group,
    kind,
    name: undefined,
    namespace: undefined,
    port: undefined,
    sectionName: undefined,
  };
  for (const { name, value } of node.entries) {
    switch (name) {
      case "group":
      case "kind":
        result[name] = textOf(value) ?? result[name];
        break;
      case "name":
      case "namespace":
      case "sectionName":
        result[name] = spannedString(value);
        break;
      case "port":
        result.port = spannedNumber(value);
        break;
    }
  }
  return result;
}

function lowerListener(node: MapNode): Listener {
  const result: Mutable<Listener> = {
    span: node.span,
    name: undefined,
    hostname: undefined,
    port: undefined,
    protocol: undefined,
    routesFrom: "Same",
    routesSelector: undefined,
  };
  for (const { name, value } of node.entries) {
    if (name === "name" || name === "hostname" || name === "protocol") result[name] = spannedString(value);
    else if (name === "port") result.port = spannedNumber(value);
    else if (name === "allowedRoutes") {
      const namespaces = field(value, "namespaces");
      const selector = field(namespaces, "selector");
      result.routesFrom = textOf(field(namespaces, "from")) ?? "Same";
      if (field(selector, "matchExpressions") === undefined) result.routesSelector = labelMap(field(selector, "matchLabels"));
    }
  }
  return result;
}

function field(node: Node | undefined, name: string): Node | undefined {
  return entriesOf(node).findLast((entry) => entry.name === name)?.value;
}
