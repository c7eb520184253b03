import { nearestDefinition, resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { isHttpFamily, protocolOf } from "../../model/protocol";
import type { Resource } from "../../model/resource";
import { appliesToMesh, describeRoute, destinationsOf, type Route, type VirtualService } from "../../model/virtualService";
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
  reads: ["host", "wildcard-host"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    if (!appliesToMesh(resource.model)) return;
    const called = calledPorts(resource, index);
    if (called === undefined) return;
    for (const route of resource.model.routes) {
      if (route.protocol !== "http") continue;
      const ports = portsOfRule(route, called);
      for (const { host, port } of destinationsOf(route)) {
        if (host === undefined || port !== undefined || host.value === "" || ports.length === 0) continue;
        const definition = nearestDefinition(resolveHostIn(index, host.value, resource.effectiveNamespace), resource.file);
        const [only, ...more] = definition?.ports.flatMap((one) => one.number?.value ?? []) ?? [];
        if (definition === undefined || only === undefined || more.length > 0 || ports.includes(only)) continue;
        yield {
          at: host.span,
          message: `${host.value} has port ${only} only, but callers of ${resource.model.hosts.map((one) => one.value).join(", ")} use port ${ports.join(", ")}, and a sidecar sends to that port: requests of ${describeRoute(route)} get 503. Name port ${only}.`,
          related: [
            {
              resource: definition.resource,
              span: definition.resource.model.portsKey ?? definition.resource.name.span,
              message: `${definition.resource.name.value} has port ${only} only`,
            },
          ],
          fixes: (context) => addPort(context, resource, host.span, [only], "safe"),
        };
      }
    }
  },
});

/** The http ports under which the hosts of a VirtualService are called; undefined where that is not in view. */
function calledPorts(resource: Resource<VirtualService>, index: IndexView): readonly number[] | undefined {
  const ports = new Set<number>();
  for (const host of resource.model.hosts) {
    const definition = nearestDefinition(resolveHostIn(index, host.value, resource.effectiveNamespace), resource.file);
    if (definition === undefined) return undefined;
    for (const port of definition.ports) {
      const protocol = protocolOf(port, definition.resource.model.kind);
      if (port.number !== undefined && (isHttpFamily(protocol) || protocol === "auto")) ports.add(port.number.value);
    }
  }
  return [...ports];
}

/** Those at which a rule can be reached. */
function portsOfRule(route: Route, called: readonly number[]): readonly number[] {
  if (route.matches.length === 0 || route.matches.some((match) => match.port === undefined)) return called;
  return called.filter((port) => route.matches.some((match) => match.port?.value === port));
}
