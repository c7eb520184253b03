import { resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import { destinationsOf, type VirtualService } from "../model/virtualService";
import { type Span, touches } from "../text/span";
import { destinationRuleHost } from "./destinationRules";
import { gatewaysNamed, splitGatewayName } from "./gateways";
import { hostKey } from "./hostKey";
import { definitionsOf, serviceHost } from "./hosts";
import type { IndexView } from "./indexView";
import * as keys from "./keys";

/** Something that resources name: compared by `sameSymbol`. */
export type MeshSymbol =
  | { readonly kind: "host"; readonly fqdn: string }
  | { readonly kind: "subset"; readonly fqdn: string; readonly name: string }
  | { readonly kind: "gateway"; readonly namespace: string; readonly name: string }
  | { readonly kind: "virtual-service"; readonly namespace: string; readonly name: string };

/** A place that names a symbol. `text` is what is written there of the symbol's own name: what a rename replaces. */
export interface Occurrence {
  readonly symbol: MeshSymbol;
  readonly resource: Resource;
  readonly span: Span;
  readonly role: "definition" | "reference";
}

function sameSymbol(a: MeshSymbol, b: MeshSymbol): boolean {
  switch (a.kind) {
    case "host":
      return b.kind === "host" && a.fqdn === b.fqdn;
    case "subset":
      return b.kind === "subset" && a.fqdn === b.fqdn && a.name === b.name;
    case "gateway":
    case "virtual-service":
      return b.kind === a.kind && a.namespace === b.namespace && a.name === b.name;
  }
}

/** Every place of a resource that names a host, subset, gateway or delegate, or defines one. */
function occurrencesIn(index: IndexView, resource: Resource): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (symbol: MeshSymbol, span: Span, role: Occurrence["role"]) => found.push({ symbol, resource, span, role });
  const host = (written: string) => definitionsOf(index, resolveHost(written, resource.effectiveNamespace, index.mesh.domain)).fqdn;
  if (isKind(resource, "Service")) add({ kind: "host", fqdn: serviceHost(resource, index.mesh.domain) }, resource.name.span, "definition");
  else if (isKind(resource, "ServiceEntry")) {
    for (const one of resource.model.hosts) add({ kind: "host", fqdn: one.value }, one.span, "definition");
  } else if (isKind(resource, "DestinationRule")) {
    const fqdn = destinationRuleHost(index, resource);
    if (fqdn === undefined || resource.model.host === undefined) return found;
    add({ kind: "host", fqdn }, resource.model.host.span, "reference");
    for (const { name } of resource.model.subsets)
      if (name !== undefined) add({ kind: "subset", fqdn, name: name.value }, name.span, "definition");
  } else if (isKind(resource, "Gateway") || isKind(resource, "KubernetesGateway")) {
    add({ kind: "gateway", namespace: resource.effectiveNamespace, name: resource.name.value }, resource.name.span, "definition");
  } else if (isKind(resource, "VirtualService")) virtualServiceOccurrences(index, resource, host, add);
  return found;
}

/** The symbol at an offset of a document with the place that names it; `resources` are those of the document. */
export function occurrenceAt(index: IndexView, resources: readonly Resource[], offset: number): Occurrence | undefined {
  for (const resource of resources) {
    const found = occurrencesIn(index, resource).find((one) => touches(one.span, offset));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All places in the workspace that name a symbol, definitions first. */
export function occurrencesOf(index: IndexView, symbol: MeshSymbol): readonly Occurrence[] {
  const seen = new Set<string>();
  const found: Occurrence[] = [];
  for (const key of keysOf(index, symbol)) {
    for (const resource of index.lookup(key)) {
      if (seen.has(resource.id)) continue;
      seen.add(resource.id);
      found.push(...occurrencesIn(index, resource).filter((one) => sameSymbol(one.symbol, symbol)));
    }
  }
  return [...found.filter((one) => one.role === "definition"), ...found.filter((one) => one.role === "reference")];
}

function virtualServiceOccurrences(
  index: IndexView,
  resource: Resource<VirtualService>,
  host: (written: string) => string,
  add: (symbol: MeshSymbol, span: Span, role: Occurrence["role"]) => void,
): void {
  const { model } = resource;
  add({ kind: "virtual-service", namespace: resource.effectiveNamespace, name: resource.name.value }, resource.name.span, "definition");
  for (const one of model.hosts) add({ kind: "host", fqdn: host(one.value) }, one.span, "reference");
  const gateways = [...model.gateways, ...model.routes.flatMap((route) => route.matches.flatMap((match) => match.gateways))];
  for (const gateway of gateways) {
    if (gateway.value === "mesh") continue;
    const [named] = gatewaysNamed(index, gateway.value, resource.effectiveNamespace);
    const [namespace, name] = splitGatewayName(gateway.value, resource.effectiveNamespace);
    add({ kind: "gateway", namespace: named?.effectiveNamespace ?? namespace, name }, gateway.span, "reference");
  }
  for (const route of model.routes) {
    const delegate = route.delegate;
    if (delegate?.name !== undefined) {
      const namespace = delegate.namespace?.value ?? resource.effectiveNamespace;
      add({ kind: "virtual-service", namespace, name: delegate.name.value }, delegate.name.span, "reference");
    }
    for (const destination of destinationsOf(route)) {
      if (destination.host === undefined) continue;
      const fqdn = host(destination.host.value);
      add({ kind: "host", fqdn }, destination.host.span, "reference");
      if (destination.subset !== undefined)
        add({ kind: "subset", fqdn, name: destination.subset.value }, destination.subset.span, "reference");
    }
  }
}

function keysOf(index: IndexView, symbol: MeshSymbol): readonly keys.IndexKey[] {
  switch (symbol.kind) {
    case "host":
    case "subset": {
      const key = hostKey(symbol.fqdn, index.mesh.domain);
      return [
        keys.hostDefinitionKey(key),
        keys.wildcardHostKey,
        keys.destinationRuleKey(key),
        keys.wildcardDestinationRuleKey,
        keys.virtualServiceKey(key),
        keys.destinationUsersKey(key),
      ];
    }
    case "gateway":
      return [keys.gatewayKey(symbol.name), keys.gatewayUsersKey(symbol.name)];
    case "virtual-service":
      return [keys.resourceKey("VirtualService", symbol.name), keys.delegateUsersKey(symbol.name)];
  }
}
