import { describeRoute } from "../../model/virtualService";
import { judgedDestinations } from "../../routing/judgedDestinations";
import { destinationReads } from "../destinationReads";
import { addPort } from "../portFix";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go GetDestinationCluster with the services of the listener's port only (5.5 of the routing semantics). */
export const destinationPortDiffers = defineRule({
  code: "destination-port-differs",
  docs: {
    what: "A destination names no port, and its only port differs from the one that callers of the VirtualService's host use.",
    why: "At a sidecar the rules of a host are looked up per port, and a destination without a port gets that very port, although the API calls the field optional for services with one port. The cluster does not exist: requests get 503 (response flag NC).",
    bad: "hosts: [website]           # port 80\nhttp:\n- route:\n  - destination: {host: beta}   # its only port is 8080",
    good: "- destination:\n    host: beta\n    port: {number: 8080}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: destinationReads,
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const { destinations } = judgedDestinations(index, resource);
    for (const use of destinations) {
      const host = use.written.host;
      const found = use.portExistence();
      const service = found?.cluster.service;
      if (found?.cause !== "port" || service === undefined) continue;
      const [only, ...more] = service.ports.map((one) => one.number);
      const isAlias = service.aliasOf !== undefined;
      if (only === undefined || more.length > 0 || (use.written.port !== undefined && !isAlias)) continue;
      const { resource: definition } = service.definition;
      const called = found.client.choices.flatMap((one) => one.port ?? []).join(", ");
      const callers = `callers of ${resource.model.hosts.map((one) => one.value).join(", ")} use port ${called}`;
      const fails = `requests of ${describeRoute(use.route)} get 503.`;
      yield {
        at: host.span,
        message: isAlias
          ? `${host.value} is of type ExternalName with port ${only} only, but ${callers}, for which a sidecar does not follow it: ${fails} Name ${service.aliasOf}, or give the Service that port.`
          : `${host.value} has port ${only} only, but ${callers}, and a sidecar sends to that port: ${fails} Name port ${only}.`,
        related: [
          {
            resource: definition,
            span: definition.model.portsKey ?? definition.name.span,
            message: `${definition.name.value} has port ${only} only`,
          },
        ],
        fixes: (context) => (isAlias ? [] : addPort(context, resource, host.span, [only], "safe")),
      };
    }
  },
});
