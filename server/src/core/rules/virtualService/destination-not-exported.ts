import { type ExportScope, exportScope, isSeenIn, scopesMeet } from "../../index/exportScope";
import { type HostDefinition, resolveHostIn } from "../../index/hosts";
import { isWildcardHost } from "../../model/host";
import { describeResource } from "../../model/resource";
import { appliesToMesh, describeRoute, destinationsOf } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/push_context.go (exportTo of services, 2.4 of the routing semantics); analyzer virtualservice.DestinationHostAnalyzer. */
export const destinationNotExported = defineRule({
  code: "destination-not-exported",
  docs: {
    what: "A destination is a Service or ServiceEntry that is not exported to the clients of the rule.",
    why: "Sidecars know what is exported to their own namespace only (`exportTo`, for a Service the annotation networking.istio.io/exportTo). For others the cluster does not exist: requests get 503 (response flag NC). An error where no client sees both; a warning where those in the VirtualService's own namespace do not.",
    bad: "kind: Service          # annotations: {networking.istio.io/exportTo: .}\nmetadata: {name: website, namespace: shop}\n---\nkind: VirtualService\nmetadata: {namespace: client}\nspec:\n  http: [{route: [{destination: {host: website.shop.svc.cluster.local}}]}]",
    good: "kind: Service          # annotations: {networking.istio.io/exportTo: '.,client'}\nmetadata: {name: website, namespace: shop}",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host"],
  istio: ["IST0101"],
  kiali: [],
  *check(resource, { index }) {
    if (!appliesToMesh(resource.model)) return;
    const namespace = resource.effectiveNamespace;
    const clients = exportScope(resource.model.exportTo, namespace);
    for (const route of resource.model.routes) {
      for (const { host } of destinationsOf(route)) {
        if (host === undefined || host.value === "" || isWildcardHost(host.value)) continue;
        const { definitions } = resolveHostIn(index, host.value, namespace);
        const [first] = definitions;
        if (first === undefined) continue;
        const scopes = definitions.map(scopeOf);
        const met = scopes.some((scope) => scopesMeet(clients, scope));
        const own = clients === "everywhere" ? scopes.some((scope) => isSeenIn(scope, namespace)) : met;
        if (own) continue;
        yield {
          at: host.span,
          level: met ? "warning" : "error",
          message: `${describeResource(first.resource)} is exported to ${inWords(scopes[0])} only: for clients ${met ? `elsewhere, also in ${namespace},` : "that see this VirtualService"} it does not exist, and requests of ${describeRoute(route)} get 503.`,
          related: [{ resource: first.resource, span: first.resource.name.span, message: `exported to ${inWords(scopes[0])}` }],
        };
      }
    }
  },
});

function scopeOf({ resource }: HostDefinition): ExportScope {
  const { model, effectiveNamespace, name } = resource;
  const exportTo = model.kind === "Service" ? model.exportTo.map((value) => ({ value, span: name.span })) : model.exportTo;
  return exportScope(exportTo, effectiveNamespace);
}

function inWords(scope: ExportScope | undefined): string {
  if (scope === undefined || scope === "everywhere") return "every namespace";
  return scope.size === 0 ? "nobody" : `namespace ${[...scope].join(", ")}`;
}
