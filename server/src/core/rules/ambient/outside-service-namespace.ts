import { ambientServices, serviceHasWaypoint } from "../../index/ambient";
import { isKind } from "../../model/resource";
import { appliesToMesh } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: istio.io ambient mode, waypoints use the rules of the service's own namespace; Kiali ambient_policy_checker.go. */
export const outsideServiceNamespace = defineRule({
  code: "outside-service-namespace",
  docs: {
    what: "A VirtualService or DestinationRule for an ambient service lies in another namespace than the service.",
    why: "A waypoint belongs to the service, not to the client, and uses what lies in the service's namespace. Rules of clients' namespaces, which sidecars would use, have no effect.",
    bad: "kind: VirtualService\nmetadata: {namespace: client}\nspec: {hosts: [website.shop.svc.cluster.local]}",
    good: "kind: VirtualService\nmetadata: {namespace: shop}\nspec: {hosts: [website]}",
  },
  level: "warning",
  kinds: ["VirtualService", "DestinationRule"],
  reads: ["namespace", "host", "wildcard-host"],
  istio: [],
  kiali: ["KIA0212", "KIA1114"],
  *check(resource, { index }) {
    const namespace = resource.effectiveNamespace;
    const hosts = isKind(resource, "VirtualService")
      ? appliesToMesh(resource.model) && resource.model.routes.some((route) => route.protocol !== "tcp")
        ? resource.model.hosts
        : []
      : isKind(resource, "DestinationRule") && resource.model.host !== undefined
        ? [resource.model.host]
        : [];
    for (const host of hosts) {
      const services = ambientServices(index, host.value, namespace);
      const service = services.find(
        (one) => one.effectiveNamespace !== namespace && one.namespace !== undefined && serviceHasWaypoint(index, one),
      );
      if (service === undefined || services.some((one) => one.effectiveNamespace === namespace)) continue;
      yield {
        at: host.span,
        message: `The waypoint of Service ${service.effectiveNamespace}/${service.name.value} uses rules of namespace ${service.effectiveNamespace} only: this ${resource.gvk.kind} in ${namespace} has no effect there. Move it.`,
        related: [{ resource: service, span: service.name.span, message: `in namespace ${service.effectiveNamespace}` }],
      };
    }
  },
});
