import { gatewaysNamed } from "../../index/gateways";
import { companions } from "../../index/nearest";
import { isKind } from "../../model/resource";
import { appliesToMesh } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/gateway.go (server port = match port, 5.2 and 8 of the routing semantics). */
export const tcpMatchPortNotServed = defineRule({
  code: "tcp-match-port-not-served",
  docs: {
    what: "A match names a port that no server of the bound Gateways has.",
    why: "At a gateway `match.port` is compared with the server's port number. No server listens there, so the rule never gets a connection; clients are refused or take another rule.",
    bad: "gateways: [tcp-echo-gateway]   # its server has port 31400\ntcp:\n- match:\n  - port: 31401",
    good: "tcp:\n- match:\n  - port: 31400",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["gateway"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    if (appliesToMesh(resource.model)) return;
    const gateways = resource.model.gateways.map((gateway) =>
      companions(gatewaysNamed(index, gateway.value, resource.effectiveNamespace), resource.file),
    );
    if (gateways.some((variants) => variants.length === 0 || !variants.every((one) => isKind(one, "Gateway")))) return;
    const servers = gateways
      .flat()
      .flatMap((gateway) => (isKind(gateway, "Gateway") ? gateway.model.servers.map((server) => ({ gateway, server })) : []));
    const ports = [...new Set(servers.flatMap(({ server }) => server.port.number?.value ?? []))];
    for (const route of resource.model.routes) {
      for (const match of route.matches) {
        const port = match.port;
        if (port === undefined || ports.includes(port.value)) continue;
        yield {
          at: port.span,
          message: `No server of ${resource.model.gateways.map((one) => one.value).join(", ")} listens on port ${port.value} (${ports.length === 0 ? "it has no servers" : `there ${ports.length === 1 ? "is" : "are"} ${ports.join(", ")}`}): this ${route.protocol} rule never gets a ${route.protocol === "http" ? "request" : "connection"}.`,
          related: servers.slice(0, 3).map(({ gateway, server }) => ({
            resource: gateway,
            span: server.port.number?.span ?? server.span,
            message: `Gateway ${gateway.name.value} listens on ${server.port.number?.value ?? "no port"}`,
          })),
          fixes: () =>
            ports.slice(0, 3).map((number) => ({
              title: `Change to port ${number}`,
              kind: "suggestion" as const,
              edits: [{ in: resource, span: port.span, newText: String(number) }],
            })),
        };
      }
    }
  },
});
