import { type ExportScope, exportScope, scopesMeet } from "../../index/exportScope";
import { rivalsForHost } from "../../index/virtualServices";
import type { MeshSettings } from "../../model/mesh";
import { describeResource, type Resource } from "../../model/resource";
import { appliesToMesh, type RouteProtocol, type VirtualService } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/httproute.go BuildSidecarOutboundVirtualHosts (4.7 of the routing semantics); analyzer virtualservice.ConflictingMeshGatewayHostsAnalyzer. */
export const virtualServiceHostConflict = defineRule({
  code: "virtual-service-host-conflict",
  docs: {
    what: "Two VirtualServices for the mesh have the same host, and some sidecars see both.",
    why: "Sidecars do not merge them: the one that comes first takes the host and every rule of the other is ignored there. First is what is private to the client's namespace, then what is exported to it, then what is public; among equals the oldest, and of files applied at once the first by name. A wildcard never competes with a host, and rules for other protocols or ports do not compete either; istioctl reports both.",
    bad: "kind: VirtualService\nmetadata: {name: website}\nspec: {hosts: [website]}\n---\nkind: VirtualService\nmetadata: {name: website-canary}\nspec: {hosts: [website]}",
    good: "kind: VirtualService\nmetadata: {name: website}\nspec:\n  hosts: [website]\n  http: []   # the rules of both, in order",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["virtual-service", "wildcard-virtual-service", "host", "wildcard-host"],
  istio: ["IST0109"],
  kiali: ["KIA1106"],
  *check(resource, { index }) {
    if (!appliesToMesh(resource.model) || resource.model.routes.length === 0) return;
    for (const host of resource.model.hosts) {
      const rivals = rivalsForHost(index, resource, host.value).filter((use) => compete(resource, use.resource, index.mesh));
      const [first] = rivals;
      if (first === undefined) continue;
      const loses = rivals.some((rival) => comesFirst(rival.resource, resource, index.mesh));
      yield {
        at: host.span,
        level: rivals.every((rival) => isOverride(resource, rival.resource, index.mesh)) ? "hint" : "error",
        message: `${rivals.map((rival) => describeResource(rival.resource)).join(" and ")} ${rivals.length === 1 ? "has" : "have"} the host "${host.value}" too. Sidecars that see both take the rules of one and ignore ${loses ? "this one's" : "the other's"} (${orderInWords(resource, first.resource, index.mesh)}). Put the rules into one VirtualService.`,
        related: rivals.slice(0, 3).map((rival) => ({
          resource: rival.resource,
          span: rival.host.span,
          message: `the same host in ${describeResource(rival.resource)}`,
        })),
      };
    }
  },
});

function compete(own: Resource<VirtualService>, other: Resource<VirtualService>, mesh: MeshSettings): boolean {
  return (
    appliesToMesh(other.model) &&
    scopesMeet(scopeOf(own, mesh), scopeOf(other, mesh)) &&
    (["http", "tls", "tcp"] as const).some((protocol) => portsMeet(portsOf(own.model, protocol), portsOf(other.model, protocol)))
  );
}

/** One is private to a namespace or exported to some, the other is public: what wins where is then plain. */
function isOverride(own: Resource<VirtualService>, other: Resource<VirtualService>, mesh: MeshSettings): boolean {
  return rankOf(own, mesh) !== rankOf(other, mesh);
}

function comesFirst(a: Resource<VirtualService>, b: Resource<VirtualService>, mesh: MeshSettings): boolean {
  const [left, right] = [rankOf(a, mesh), rankOf(b, mesh)];
  if (left !== right) return left < right;
  return a.name.value === b.name.value ? a.effectiveNamespace < b.effectiveNamespace : a.name.value < b.name.value;
}

function orderInWords(own: Resource<VirtualService>, other: Resource<VirtualService>, mesh: MeshSettings): string {
  return isOverride(own, other, mesh)
    ? "what is exported to fewer namespaces comes first"
    : "the older one comes first; of one age, the first by name";
}

/** 0: private to its namespace, 1: exported to some, 2: public. */
function rankOf(resource: Resource<VirtualService>, mesh: MeshSettings): number {
  const scope = scopeOf(resource, mesh);
  if (scope === "everywhere") return 2;
  return scope.size === 1 && scope.has(resource.effectiveNamespace) ? 0 : 1;
}

function scopeOf({ model, effectiveNamespace }: Resource<VirtualService>, { defaultExportTo }: MeshSettings): ExportScope {
  return exportScope(model.exportTo, effectiveNamespace, defaultExportTo.virtualService);
}

/** The ports that the rules of a protocol are for; undefined without any rule. */
function portsOf(model: VirtualService, protocol: RouteProtocol): ReadonlySet<number> | "any" | undefined {
  const routes = model.routes.filter((route) => route.protocol === protocol);
  if (routes.length === 0) return undefined;
  const ports = new Set<number>();
  for (const route of routes) {
    if (route.matches.length === 0) return "any";
    for (const match of route.matches) {
      if (match.port === undefined) return "any";
      ports.add(match.port.value);
    }
  }
  return ports;
}

function portsMeet(a: ReturnType<typeof portsOf>, b: ReturnType<typeof portsOf>): boolean {
  if (a === undefined || b === undefined) return false;
  return a === "any" || b === "any" || [...a].some((port) => b.has(port));
}
