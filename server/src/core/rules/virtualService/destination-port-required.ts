import { nearestDefinition, portNumbers, resolveHostIn } from "../../index/hosts";
import { describeRoute, destinationsOf } from "../../model/virtualService";
import { addPort } from "../portFix";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go GetDestinationCluster (5.5 of the routing semantics); analyzer virtualservice.DestinationHostAnalyzer. */
export const destinationPortRequired = defineRule({
  code: "destination-port-required",
  docs: {
    what: "A destination names no port although its Service has several.",
    why: "Behind a gateway the control plane then uses the gateway's own port: unless the Service has that very port, requests get 503. On the mesh the port that the client called is used, which works; istioctl reports both alike.",
    bad: "gateways: [public]\nhttp:\n- route:\n  - destination: {host: website}   # ports 8081 and 50051",
    good: "- destination:\n    host: website\n    port: {number: 8081}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host"],
  istio: ["IST0112"],
  kiali: [],
  *check(resource, { index }) {
    const behindGateway = resource.model.gateways.some((gateway) => gateway.value !== "mesh");
    for (const route of resource.model.routes) {
      for (const { host, port } of destinationsOf(route)) {
        if (host === undefined || port !== undefined) continue;
        const resolved = resolveHostIn(index, host.value, resource.effectiveNamespace);
        const definition = nearestDefinition(resolved, resource.file);
        const numbers = definition?.ports.flatMap((one) => one.number?.value ?? []) ?? [];
        if (numbers.length < 2 || portNumbers(resolved).length < 2) continue;
        yield {
          at: host.span,
          level: behindGateway ? "error" : "hint",
          message: behindGateway
            ? `${host.value} has ports ${numbers.join(", ")} and the destination names none: behind the gateway the gateway's own port is used, and where the Service lacks it, requests of ${describeRoute(route)} get 503. Name the port.`
            : `${host.value} has ports ${numbers.join(", ")} and the destination names none: on the mesh the port that the client called is used. Name one if all calls should go to the same.`,
          fixes: (context) => addPort(context, resource, host.span, numbers, "suggestion"),
        };
      }
    }
  },
});
