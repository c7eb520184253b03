import { servicesNamed } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { grantsKey } from "../../index/keys";
import type { KubernetesReference, KubernetesRoute } from "../../model/kubernetesGateway";
import { isKind, type Resource } from "../../model/resource";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: Gateway API specification (backendRefs, ReferenceGrant); pilot/pkg/config/kube/gateway; Kiali no_host_checker.go. */
export const routeBackendNotFound = defineRule({
  code: "route-backend-not-found",
  docs: {
    what: "A route of the Gateway API names a Service that does not exist, lacks the port, or lies in a namespace that does not grant it.",
    why: "Requests for that backend get 500. A name is that of a Service, never a host with dots; another namespace needs a ReferenceGrant there that allows this kind of route.",
    bad: "backendRefs: [{name: website.shop, port: 80}]",
    good: "backendRefs: [{name: website, namespace: shop, port: 80}]",
  },
  level: "error",
  kinds: ["KubernetesRoute"],
  reads: ["host", "grants", "in-view", "names"],
  istio: [],
  kiali: ["KIA1402"],
  *check(resource, { index }) {
    for (const backend of resource.model.backends) {
      const { name } = backend;
      if (backend.kind !== "Service" || (backend.group !== "" && backend.group !== "core") || name === undefined || name.value === "")
        continue;
      const namespace = backend.namespace?.value ?? resource.effectiveNamespace;
      if (namespace !== resource.effectiveNamespace && backend.namespace !== undefined && !isGranted(index, resource, backend, namespace)) {
        yield {
          at: backend.namespace.span,
          ...(index.inView("ReferenceGrant", namespace) ? {} : { absence: "not-in-view" as const }),
          message: `No ReferenceGrant in namespace ${namespace} ${index.inView("ReferenceGrant", namespace) ? "lets" : "is in view that lets"} ${resource.gvk.kind}s of ${resource.effectiveNamespace} use Service ${name.value}: requests for it get 500.`,
        };
        continue;
      }
      const services = servicesNamed(index, name.value, namespace);
      const [service] = services;
      if (service === undefined) {
        const known = index.inView("Service", namespace);
        const dotted = name.value.includes(".");
        const suffix = `.${namespace}.svc.${index.mesh.domain}`;
        const near = similarNames(
          name.value,
          index.names("host").flatMap((host) => (host.endsWith(suffix) ? [host.slice(0, -suffix.length)] : [])),
        );
        yield {
          at: name.span,
          ...(known || dotted ? {} : { absence: "not-in-view" as const }),
          message: dotted
            ? `"${name.value}" is no name of a Service: a backend has no dots. Write the name, and the namespace beside it.`
            : `No Service ${name.value} ${known ? "exists" : "is in view"} in namespace ${namespace}: requests for it get 500.${near[0] === undefined ? "" : ` Did you mean ${near[0]}?`}`,
          fixes: () => near.map((one) => replaceValue(resource, name, one, "suggestion")),
        };
        continue;
      }
      const ports = services.flatMap((one) => one.model.ports.flatMap((port) => port.number?.value ?? []));
      if (backend.port === undefined || ports.includes(backend.port.value)) continue;
      const { port } = backend;
      yield {
        at: port.span,
        message: `Service ${name.value} has no port ${port.value} (it has ${[...new Set(ports)].join(", ") || "none"}): requests for it get 500.`,
        related: [{ resource: service, span: service.model.portsKey ?? service.name.span, message: "the Service" }],
        fixes: () =>
          [...new Set(ports)].slice(0, 3).map((number) => ({
            title: `Change to port ${number}`,
            kind: "suggestion" as const,
            edits: [{ in: resource, span: port.span, newText: String(number) }],
          })),
      };
    }
  },
});

function isGranted(index: IndexView, route: Resource<KubernetesRoute>, { name }: KubernetesReference, namespace: string): boolean {
  return index
    .lookup(grantsKey(namespace))
    .some(
      (grant) =>
        isKind(grant, "ReferenceGrant") &&
        grant.model.from.some(
          (from) =>
            from.group === "gateway.networking.k8s.io" &&
            from.kind === route.gvk.kind &&
            from.namespace?.value === route.effectiveNamespace,
        ) &&
        grant.model.to.some((to) => to.group === "" && to.kind === "Service" && (to.name === undefined || to.name === name?.value)),
    );
}
