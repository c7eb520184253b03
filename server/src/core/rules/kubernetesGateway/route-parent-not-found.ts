import { servicesNamed } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { gatewayKey } from "../../index/keys";
import { namespaceLabelsAre } from "../../index/meshMembers";
import type { KubernetesGateway, KubernetesReference, KubernetesRoute, Listener } from "../../model/kubernetesGateway";
import { isKind, type Resource } from "../../model/resource";
import { similarNames } from "../../text/similar";
import type { Finding } from "../finding";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: Gateway API specification (parentRefs, allowedRoutes); Kiali no_k8sgateway_checker.go. */
export const routeParentNotFound = defineRule({
  code: "route-parent-not-found",
  docs: {
    what: "A route of the Gateway API names a Gateway or Service that does not exist, or a Gateway none of whose listeners takes it.",
    why: "It is attached to nothing: requests that arrive at the gateway get 404. Listeners take routes of their own namespace only, unless `allowedRoutes` says otherwise; `sectionName` and `port` narrow it to one listener. A Service as parent stands for calls within the mesh; one of another namespace needs no ReferenceGrant for that, which Kiali asks for.",
    bad: "kind: HTTPRoute\nmetadata: {namespace: shop}\nspec:\n  parentRefs: [{name: public}]   # the Gateway is in namespace ingress",
    good: "kind: HTTPRoute\nmetadata: {namespace: shop}\nspec:\n  parentRefs: [{name: public, namespace: ingress}]",
  },
  level: "error",
  kinds: ["KubernetesRoute"],
  reads: ["gateway", "host", "in-view", "namespace"],
  istio: [],
  kiali: ["KIA1401", "KIA1402"],
  *check(resource, { index }) {
    for (const parent of resource.model.parents) {
      yield* checkService(resource, parent, index);
      if (parent.kind !== "Gateway" || parent.group !== "gateway.networking.k8s.io" || parent.name === undefined) continue;
      const namespace = parent.namespace?.value ?? resource.effectiveNamespace;
      const all = index.lookup(gatewayKey(parent.name.value)).filter((one) => isKind(one, "KubernetesGateway"));
      const pinned = all.filter((one) => one.effectiveNamespace === namespace);
      const gateways = pinned.length > 0 ? pinned : all.filter((one) => one.namespace === undefined);
      if (gateways.length === 0) {
        const known = index.inView("KubernetesGateway", namespace);
        const elsewhere = all.map((one) => one.effectiveNamespace);
        const hint = elsewhere[0] === undefined ? "" : ` There is one in namespace ${elsewhere.join(", ")}.`;
        if (!known && elsewhere.length === 0 && !index.mesh.complete) continue;
        yield {
          at: parent.name.span,
          ...(known ? {} : { absence: "not-in-view" as const }),
          message: `No Gateway ${parent.name.value} ${known ? "exists" : "is in view"} in namespace ${namespace}: the route is attached to nothing, and requests get 404.${hint}`,
        };
        continue;
      }
      if (gateways.some((gateway) => gateway.masked || gateway.model.listeners.some((one) => takes(index, one, gateway, resource, parent))))
        continue;
      const section = parent.sectionName;
      const names = gateways.flatMap((gateway) => gateway.model.listeners.flatMap((listener) => listener.name?.value ?? []));
      const unknownSection = section !== undefined && !names.includes(section.value);
      yield {
        at: unknownSection ? section.span : parent.name.span,
        message: unknownSection
          ? `Gateway ${parent.name.value} has no listener "${section.value}" (it has ${names.join(", ") || "none"}): the route is attached to nothing.`
          : `No listener of Gateway ${namespace}/${parent.name.value} takes routes of namespace ${resource.effectiveNamespace}${parent.port === undefined ? "" : ` on port ${parent.port.value}`}: the route is attached to nothing. See its allowedRoutes.`,
        related: gateways.slice(0, 2).map((one) => ({ resource: one, span: one.name.span, message: "the Gateway" })),
        fixes: () =>
          unknownSection ? similarNames(section.value, names).map((name) => replaceValue(resource, section, name, "suggestion")) : [],
      };
    }
  },
});

/** A Service as the parent: the route is for calls to it within the mesh, its own namespace's or (as a consumer's) another one's. */
function* checkService(resource: Resource<KubernetesRoute>, parent: KubernetesReference, index: IndexView): Iterable<Finding> {
  if (parent.kind !== "Service" || (parent.group !== "" && parent.group !== "core") || parent.name === undefined) return;
  const { name } = parent;
  const namespace = parent.namespace?.value ?? resource.effectiveNamespace;
  const services = servicesNamed(index, name.value, namespace);
  if (services.length === 0) {
    const known = index.inView("Service", namespace);
    yield {
      at: name.span,
      ...(known ? {} : { absence: "not-in-view" as const }),
      message: `No Service ${name.value} ${known ? "exists" : "is in view"} in namespace ${namespace}: the route is attached to nothing, and calls are not routed by it.`,
    };
    return;
  }
  const ports = [...new Set(services.flatMap((one) => one.model.ports.flatMap((port) => port.number?.value ?? [])))];
  if (parent.port === undefined || ports.includes(parent.port.value)) return;
  yield {
    at: parent.port.span,
    message: `Service ${name.value} has no port ${parent.port.value} (it has ${ports.join(", ") || "none"}): the route is attached to nothing.`,
    related: services.slice(0, 2).map((one) => ({ resource: one, span: one.model.portsKey ?? one.name.span, message: "the Service" })),
  };
}

function takes(
  index: IndexView,
  listener: Listener,
  gateway: Resource<KubernetesGateway>,
  route: Resource,
  parent: KubernetesReference,
): boolean {
  if (parent.sectionName !== undefined && parent.sectionName.value !== listener.name?.value) return false;
  if (parent.port !== undefined && parent.port.value !== listener.port?.value) return false;
  switch (listener.routesFrom) {
    case "All":
      return true;
    case "Selector":
      return listener.routesSelector === undefined || namespaceLabelsAre(index, route.effectiveNamespace, listener.routesSelector);
    case "None":
      return false;
    default:
      return gateway.effectiveNamespace === route.effectiveNamespace;
  }
}
