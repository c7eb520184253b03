import { type ExportScope, exportScope, scopesMeet } from "../../index/exportScope";
import { definitionsOf, type HostDefinition } from "../../index/hosts";
import { meshGateway } from "../../model/host";
import type { MeshSettings } from "../../model/mesh";
import { describeResource } from "../../model/resource";
import { describeRoute } from "../../model/virtualService";
import { judgedDestinations } from "../../routing/judgedDestinations";
import { destinationReads } from "../destinationReads";
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
  reads: destinationReads,
  istio: ["IST0101"],
  kiali: [],
  *check(resource, { index }) {
    const { destinations } = judgedDestinations(index, resource);
    for (const use of destinations) {
      const found = use.hostExistence();
      if (found?.cause !== "not-exported") continue;
      const { definitions } = definitionsOf(index, found.cluster.host);
      const [first] = definitions;
      if (first === undefined) continue;
      const scope = inWords(scopeOf(first, index.mesh));
      const inMesh = found.client.entrance.key === meshGateway;
      const clients = exportScope(resource.model.exportTo, resource.effectiveNamespace, index.mesh.defaultExportTo.virtualService);
      const elsewhere = inMesh && definitions.some((one) => scopesMeet(clients, scopeOf(one, index.mesh)));
      const whom = !inMesh
        ? `the pods of gateway ${found.client.entrance.key}, ${found.state === "unknown" ? "unless they run there," : `in namespace ${found.context.proxy.namespace},`}`
        : elsewhere
          ? `clients elsewhere, also in ${found.context.proxy.namespace},`
          : "clients that see this VirtualService";
      yield {
        at: use.written.host.span,
        level: elsewhere ? "warning" : "error",
        ...(found.state === "unknown" ? { absence: "not-in-view" as const } : {}),
        message: `${describeResource(first.resource)} is exported to ${scope} only: for ${whom} it does not exist, and requests of ${describeRoute(use.route)} get 503.`,
        related: [{ resource: first.resource, span: first.resource.name.span, message: `exported to ${scope}` }],
      };
    }
  },
});

function scopeOf({ resource }: HostDefinition, { defaultExportTo }: MeshSettings): ExportScope {
  const { model, effectiveNamespace, name } = resource;
  const exportTo = model.kind === "Service" ? model.exportTo.map((value) => ({ value, span: name.span })) : model.exportTo;
  return exportScope(exportTo, effectiveNamespace, defaultExportTo.service);
}

function inWords(scope: ExportScope): string {
  if (scope === "everywhere") return "every namespace";
  return scope.size === 0 ? "nobody" : `namespace ${[...scope].join(", ")}`;
}
