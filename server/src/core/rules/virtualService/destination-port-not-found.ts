import type { HostDefinition } from "../../index/hosts";
import { protocolOf } from "../../model/protocol";
import { describeRoute } from "../../model/virtualService";
import { judgedDestinations } from "../../routing/judgedDestinations";
import { destinationReads } from "../destinationReads";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go GetDestinationCluster; analyzer virtualservice.DestinationHostAnalyzer. */
export const destinationPortNotFound = defineRule({
  code: "destination-port-not-found",
  docs: {
    what: "A destination names a port that its Service does not have.",
    why: "Clusters exist per Service port: the one named does not, so every request that takes the rule gets 503 (response flag NC). The number is the Service's `port`, not its `targetPort`.",
    bad: "destination:\n  host: website\n  port: {number: 8080}   # the Service has port 80",
    good: "destination:\n  host: website\n  port: {number: 80}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: destinationReads,
  istio: ["IST0101"],
  kiali: [],
  *check(resource, { index }) {
    const { destinations } = judgedDestinations(index, resource);
    for (const use of destinations) {
      const { port } = use.written;
      const found = port === undefined ? undefined : use.portExistence();
      const service = found?.cluster.service;
      if (port === undefined || found?.cause !== "port" || service === undefined || service.aliasOf !== undefined) continue;
      const { definition } = service;
      const numbers = portsOf(definition);
      const target = definition.ports.find((one) => one.targetPort?.value === port.value && one.number !== undefined);
      const offers = numbers.length === 0 ? "has no ports" : `has port ${numbers.join(", ")}`;
      const confusion = target === undefined ? "" : ` ${port.value} is the targetPort of its port ${target.number?.value}.`;
      yield {
        at: port.span,
        message: `${definition.resource.gvk.kind} ${definition.resource.name.value} has no port ${port.value} (it ${offers}), so requests of ${describeRoute(use.route)} get 503.${confusion}`,
        related: [
          {
            resource: definition.resource,
            span: definition.resource.model.portsKey ?? definition.resource.name.span,
            message: `${definition.resource.name.value} ${offers}`,
          },
        ],
        fixes: () =>
          (target?.number === undefined ? numbers : [target.number.value]).slice(0, 3).map((number) => ({
            title: `Change to port ${number}`,
            kind: numbers.length === 1 || target !== undefined ? ("safe" as const) : ("suggestion" as const),
            edits: [{ in: resource, span: port.span, newText: String(number) }],
          })),
      };
    }
  },
});

/** Numbers of the ports that have clusters: Istio has none for UDP. */
function portsOf({ ports, resource }: HostDefinition): readonly number[] {
  return ports.flatMap((port) => (port.number === undefined || protocolOf(port, resource.model.kind) === "udp" ? [] : [port.number.value]));
}
