import { gatewaysNamed } from "../../index/gateways";
import { companions, nearest } from "../../index/nearest";
import type { Gateway } from "../../model/gateway";
import { hostsForNamespace, intersectHosts, meshGateway, resolveHost } from "../../model/host";
import type { KubernetesGateway } from "../../model/kubernetesGateway";
import { isKind, type Resource } from "../../model/resource";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { addGatewayHosts } from "../gatewayHostFix";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/gateway.go (6.4 of the routing semantics); analyzer virtualservice.GatewayAnalyzer. */
export const hostNotInGateway = defineRule({
  code: "host-not-in-gateway",
  docs: {
    what: "A VirtualService is bound to a Gateway none of whose servers accepts one of its hosts.",
    why: "At a gateway a VirtualService serves the hosts that both have in common. With none, its rules get no request there: clients get 404. Servers may also limit a host to VirtualServices of one namespace (`namespace/host`). istioctl passes over Gateways named as `./name`, and reports a missing Gateway here as well, which is gateway-not-found.",
    bad: "kind: Gateway        # hosts: [shop.example.com]\n---\nkind: VirtualService\nspec:\n  hosts: [store.example.com]\n  gateways: [shop]",
    good: "kind: VirtualService\nspec:\n  hosts: [shop.example.com]\n  gateways: [shop]",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["gateway"],
  istio: ["IST0132"],
  kiali: [],
  *check(resource, { index }) {
    const { hosts, gateways } = resource.model;
    if (hosts.length === 0) return;
    const own = hosts.map((host) => resolveHost(host.value, resource.effectiveNamespace, index.mesh.domain));
    for (const gateway of gateways) {
      if (gateway.value === meshGateway) continue;
      const named = companions(gatewaysNamed(index, gateway.value, resource.effectiveNamespace), resource.file);
      if (named.length === 0 || named.some((one) => one.masked)) continue;
      const accepted = named.flatMap((one) => acceptedHosts(one, resource.effectiveNamespace));
      if (intersectHosts(accepted, own).length > 0) continue;
      const offered = named.flatMap((one) => allHosts(one));
      yield {
        at: gateway.span,
        message: `No server of Gateway ${gateway.value} accepts ${hosts.map((host) => `"${host.value}"`).join(", ")} from namespace ${resource.effectiveNamespace}: requests for ${hosts.length === 1 ? "it" : "them"} get 404 there. It accepts ${offered.length === 0 ? "no hosts" : offered.join(", ")}.`,
        related: named.slice(0, 3).map((one) => ({
          resource: one,
          span: isKind(one, "Gateway") ? (one.model.servers[0]?.hostsKey ?? one.name.span) : one.name.span,
          message: `accepts ${acceptedHosts(one, resource.effectiveNamespace).join(", ") || "nothing from this namespace"}`,
        })),
        fixes: (context) => {
          const [only, ...more] = hosts;
          const exact = accepted.filter((host) => !host.startsWith("*"));
          const near = only === undefined || more.length > 0 ? [] : similarNames(only.value, exact);
          const target = nearest(named, resource.file);
          return [
            ...near.map((name) => replaceValue(resource, only as (typeof hosts)[number], name, "suggestion")),
            ...(target !== undefined && isKind(target, "Gateway")
              ? addGatewayHosts(target, own, resource.effectiveNamespace, context)
              : []),
          ];
        },
      };
    }
  },
});

type AnyGateway = Resource<Gateway> | Resource<KubernetesGateway>;

function acceptedHosts(gateway: AnyGateway, namespace: string): readonly string[] {
  if (isKind(gateway, "KubernetesGateway")) return gateway.model.listeners.map((listener) => listener.hostname?.value ?? "*");
  return hostsForNamespace(allHosts(gateway), namespace, gateway.effectiveNamespace);
}

function allHosts(gateway: AnyGateway): readonly string[] {
  if (isKind(gateway, "KubernetesGateway")) return gateway.model.listeners.map((listener) => listener.hostname?.value ?? "*");
  return (gateway as Resource<Gateway>).model.servers.flatMap((server) => server.hosts.map((host) => host.value));
}
