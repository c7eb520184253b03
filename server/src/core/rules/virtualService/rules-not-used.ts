import { gatewaysNamed } from "../../index/gateways";
import { nearestDefinition, resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { companions } from "../../index/nearest";
import { isWildcardHost, meshGateway } from "../../model/host";
import { protocolOf, usesRules } from "../../model/protocol";
import { isKind, type Resource } from "../../model/resource";
import { placeOfRoute, type RouteProtocol, type VirtualService } from "../../model/virtualService";
import { rulesServedBy } from "../../routing/gatewayServers";
import { defineRule } from "../rule";

const routeProtocols: readonly RouteProtocol[] = ["http", "tls", "tcp"];

/** Source: pilot/pkg/networking/core/listener.go, gateway.go (4.1, 6.8 and 8 of the routing semantics). */
export const rulesNotUsed = defineRule({
  code: "rules-not-used",
  docs: {
    what: "A VirtualService has rules for a protocol that none of its ports speaks.",
    why: "What a port speaks decides which rules are used: http rules on HTTP ports, tls rules on TLS and HTTPS ports that are passed through, tcp rules on the rest. At a port of another protocol the rules are left out, and traffic goes as if there were none. A port speaks what its appProtocol or the first part of its name says; a port that says nothing is sniffed.",
    bad: "kind: Service          # ports: [{name: tcp-web, port: 80}]\n---\nkind: VirtualService\nspec:\n  hosts: [website]\n  http:\n  - route: [{destination: {host: website}}]",
    good: "kind: Service          # ports: [{name: http-web, port: 80}]",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "gateway"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const served = servedProtocols(resource, index);
    if (served === undefined) return;
    for (const protocol of routeProtocols) {
      const first = resource.model.routes.find((route) => route.protocol === protocol);
      if (first === undefined || served.rules.has(protocol)) continue;
      yield {
        at: placeOfRoute(first),
        message: `The ${protocol} rules are never used: ${served.ports.join(", ")}. Traffic goes as if they were not there.`,
        related: served.related.slice(0, 3),
      };
    }
  },
});

interface Served {
  readonly rules: ReadonlySet<RouteProtocol>;
  /** What the ports speak, in words. */
  readonly ports: readonly string[];
  readonly related: readonly { readonly resource: Resource; readonly span: Resource["span"]; readonly message: string }[];
}

/** The kinds of rules that are used where the VirtualService applies; undefined where not all of that is in view. */
function servedProtocols(resource: Resource<VirtualService>, index: IndexView): Served | undefined {
  const { gateways, hosts } = resource.model;
  if (hosts.length === 0) return undefined;
  const served = { rules: new Set<RouteProtocol>(), ports: [] as string[], related: [] as Served["related"][number][] };
  for (const gateway of gateways.length === 0 ? [meshGateway] : gateways.map((one) => one.value)) {
    const known = gateway === meshGateway ? addMesh(resource, index, served) : addGateway(resource, gateway, index, served);
    if (!known) return undefined;
  }
  return served;
}

type Collected = { readonly rules: Set<RouteProtocol>; readonly ports: string[]; readonly related: Served["related"][number][] };

function addMesh(resource: Resource<VirtualService>, index: IndexView, into: Collected): boolean {
  for (const host of resource.model.hosts) {
    const definition = isWildcardHost(host.value)
      ? undefined
      : nearestDefinition(resolveHostIn(index, host.value, resource.effectiveNamespace), resource.file);
    if (definition === undefined || definition.ports.length === 0) return false;
    for (const port of definition.ports) {
      const protocol = protocolOf(port, definition.resource.model.kind);
      for (const rules of routeProtocols) if (usesRules(protocol, rules)) into.rules.add(rules);
      into.ports.push(`port ${port.number?.value ?? "?"} of ${host.value} speaks ${protocol === "auto" ? "what is sniffed" : protocol}`);
      into.related.push({ resource: definition.resource, span: port.name?.span ?? port.span, message: `speaks ${protocol}` });
    }
  }
  return true;
}

function addGateway(resource: Resource<VirtualService>, name: string, index: IndexView, into: Collected): boolean {
  const named = companions(gatewaysNamed(index, name, resource.effectiveNamespace), resource.file);
  if (named.length === 0) return false;
  for (const gateway of named) {
    if (!isKind(gateway, "Gateway")) return false;
    for (const server of gateway.model.servers) {
      const rules = rulesServedBy(server);
      if (rules !== undefined) into.rules.add(rules);
      into.ports.push(
        `port ${server.port.number?.value ?? "?"} of Gateway ${name} (${server.port.protocol?.value ?? "no protocol"}${server.tls?.mode === undefined ? "" : `, ${server.tls.mode.value}`}) uses ${rules ?? "no"} rules`,
      );
      into.related.push({
        resource: gateway,
        span: server.port.protocol?.span ?? server.span,
        message: `uses ${rules ?? "no"} rules`,
      });
    }
  }
  return true;
}
