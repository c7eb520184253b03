import { meshGateway } from "../../model/host";
import { describeRoute } from "../../model/virtualService";
import { type Existence, type JudgedDestination, judgedDestinations } from "../../routing/judgedDestinations";
import { destinationReads } from "../destinationReads";
import type { Finding } from "../finding";
import { addPort } from "../portFix";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go GetDestinationCluster (5.5 of the routing semantics); analyzer virtualservice.DestinationHostAnalyzer. */
export const destinationPortRequired = defineRule({
  code: "destination-port-required",
  docs: {
    what: "A destination names no port although its Service has several.",
    why: "Behind a gateway the control plane then uses the gateway's own port: unless the Service has that very port, requests get 503. On the mesh the port that the client called is used, which works where the Service has it. An error where the port that is used is missing, a hint where it is there; istioctl reports all alike.",
    bad: "gateways: [public]\nhttp:\n- route:\n  - destination: {host: website}   # ports 8081 and 50051",
    good: "- destination:\n    host: website\n    port: {number: 8081}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: destinationReads,
  istio: ["IST0112"],
  kiali: [],
  *check(resource, { index }) {
    const { destinations } = judgedDestinations(index, resource);
    for (const use of destinations) {
      const host = use.written.host;
      const found = use.written.port === undefined ? use.portExistence() : undefined;
      const numbers = found?.cluster.service?.ports.map((one) => one.number) ?? [];
      if (found === undefined || numbers.length < 2) continue;
      yield {
        at: host.span,
        ...judged(found),
        message: `${host.value} has ports ${numbers.join(", ")} and the destination names none: ${consequence(found, use)}`,
        fixes: (context) => addPort(context, resource, host.span, numbers, "suggestion"),
      };
    }
  },
});

function judged({ cause, context, client }: Existence): Pick<Finding, "level" | "absence"> {
  if (cause === "port") return { level: "error" };
  return client.entrance.key !== meshGateway && context.port === undefined ? { absence: "not-in-view" } : { level: "hint" };
}

function consequence({ cause, context, client }: Existence, { route }: JudgedDestination): string {
  const gateway = client.entrance.key === meshGateway ? undefined : client.entrance.key;
  const fails = `requests of ${describeRoute(route)} get 503. Name the port.`;
  if (gateway !== undefined && context.port === undefined) {
    return `behind gateway ${gateway}, which is not in view, the gateway's own port is used, and where ${describeLack(undefined)}, ${fails}`;
  }
  if (gateway !== undefined) {
    return cause === "port"
      ? `behind gateway ${gateway} the gateway's own port is used, and ${describeLack(context.port)}: ${fails}`
      : `behind gateway ${gateway} the gateway's own port ${context.port} is used, which is one of them. Name the port, so that it does not depend on the gateway.`;
  }
  return cause === "port"
    ? `on the mesh the port that the client called is used, and ${describeLack(context.port)}: ${fails}`
    : "on the mesh the port that the client called is used. Name one if all calls should go to the same.";
}

function describeLack(port: number | undefined): string {
  return port === undefined ? "the Service lacks it" : `the Service has no port ${port}`;
}
