import { gatewayPods } from "../../index/gatewayPods";
import { servicesSelecting } from "../../index/workloads";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/gateway.go (6.2 of the routing semantics); analyzer gateway.IngressGatewayPortAnalyzer. */
export const gatewayPortNotOnService = defineRule({
  code: "gateway-port-not-on-service",
  docs: {
    what: "A server of a Gateway listens on a port that no Service of the gateway's pods offers.",
    why: "The proxy opens the port, but traffic from outside comes through a Service of the pods: without that port there, no connection arrives. The number is that of the Service's `port`; one that is only a `targetPort` works as well.",
    bad: "kind: Gateway   # port 8443\n---\nkind: Service   # ports: [{port: 80}, {port: 443}]",
    good: "kind: Service   # ports: [{port: 80}, {port: 443}, {port: 8443}]",
  },
  level: "warning",
  kinds: ["Gateway"],
  reads: ["workload-label", "services"],
  istio: ["IST0162"],
  kiali: [],
  *check(resource, { index }) {
    const pods = gatewayPods(index, resource);
    const services = [...new Set(pods.flatMap((pod) => servicesSelecting(index, pod)))];
    if (services.length === 0) return;
    const offered = new Set<number>();
    for (const service of services) {
      for (const port of service.model.ports) {
        if ((port.protocol?.value ?? "TCP") !== "TCP") continue;
        if (port.number !== undefined) offered.add(port.number.value);
        if (typeof port.targetPort?.value === "number") offered.add(port.targetPort.value);
      }
    }
    for (const { port } of resource.model.servers) {
      if (port.number === undefined || port.number.value === 0 || offered.has(port.number.value)) continue;
      yield {
        at: port.number.span,
        message: `No Service of the gateway's pods offers port ${port.number.value} (they offer ${[...offered].join(", ") || "none"}): no connection from outside arrives there.`,
        related: services.slice(0, 3).map((service) => ({
          resource: service,
          span: service.model.portsKey ?? service.name.span,
          message: `Service of the gateway's pods`,
        })),
      };
    }
  },
});
