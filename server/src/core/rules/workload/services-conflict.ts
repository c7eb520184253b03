import { asksForSidecar } from "../../index/meshMembers";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import { servicesSelecting } from "../../index/workloads";
import type { Resource } from "../../model/resource";
import type { Service, ServicePort } from "../../model/service";
import { defineRule } from "../rule";

/** Source: istio.io application requirements (several services of one pod); analyzer deployment.MultiServiceAnalyzer. */
export const servicesConflict = defineRule({
  code: "services-conflict",
  docs: {
    what: "Two Services select the same workload and disagree about a port.",
    why: "The sidecar has one listener per port of the pod. If two Services give one port number different transport protocols, or reach one target port under different numbers, it can follow one of them only. istioctl looks at Deployments only.",
    bad: "kind: Service   # web: port 8080, protocol TCP\n---\nkind: Service   # web-udp: port 8080, protocol UDP, same selector",
    good: "kind: Service   # web: port 8080, protocol TCP\n---\nkind: Service   # web-udp: port 8081, protocol UDP, same selector",
  },
  level: "warning",
  kinds: ["Workload"],
  reads: ["services"],
  istio: ["IST0116", "IST0137"],
  kiali: [],
  *check(resource, { index }) {
    if (asksForSidecar(resource) === false) return;
    const services = nearestVariants(servicesSelecting(index, resource), resource.file);
    for (const [at, service] of services.entries()) {
      for (const other of services.slice(0, at)) {
        if (!mayCoexist(service, other)) continue;
        const conflict = conflictOf(service, other);
        if (conflict === undefined) continue;
        yield {
          at: resource.name.span,
          level: conflict.level,
          message: `Services ${other.name.value} and ${service.name.value} both select ${resource.name.value}, but ${conflict.text}. The sidecar can follow one of them only.`,
          related: [
            { resource: other, span: conflict.theirs.span, message: `port of ${other.name.value}` },
            { resource: service, span: conflict.own.span, message: `port of ${service.name.value}` },
          ],
        };
      }
    }
  },
});

interface Conflict {
  readonly own: ServicePort;
  readonly theirs: ServicePort;
  readonly level: "warning" | "hint";
  readonly text: string;
}

function conflictOf(a: Resource<Service>, b: Resource<Service>): Conflict | undefined {
  for (const own of a.model.ports) {
    for (const theirs of b.model.ports) {
      const sameNumber = own.number !== undefined && own.number.value === theirs.number?.value;
      const protocols = [own, theirs].map((port) => port.protocol?.value ?? "TCP");
      if (sameNumber && protocols[0] !== protocols[1]) {
        return {
          own,
          theirs,
          level: "warning",
          text: `they give port ${own.number?.value} the protocols ${protocols[1]} and ${protocols[0]}`,
        };
      }
      if (!sameNumber && targetOf(own) === targetOf(theirs) && protocols[0] === protocols[1]) {
        return {
          own,
          theirs,
          level: "hint",
          text: `they reach its port ${targetOf(own)} under the numbers ${theirs.number?.value} and ${own.number?.value}`,
        };
      }
    }
  }
  return undefined;
}

function targetOf(port: ServicePort): string | number | undefined {
  return port.targetPort === undefined || port.targetPort.value === 0 || port.targetPort.value === ""
    ? port.number?.value
    : port.targetPort.value;
}
