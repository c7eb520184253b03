import type { FileSpan } from "../features/results";
import { hostKey } from "../index/hostKey";
import { serviceHost } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import { virtualServiceKey, wildcardVirtualServiceKey } from "../index/keys";
import { nearestVariants } from "../index/nearest";
import { hostMatches, isWildcardHost, resolveHost } from "../model/host";
import { isKind, type Resource } from "../model/resource";
import type { Service } from "../model/service";
import { appliesToMesh, type VirtualService } from "../model/virtualService";
import type { DocumentRef } from "../rules/finding";
import { shiftSpan } from "../text/span";
import type { RouteGraph, RouteView } from "./routeView";
import { serviceGraph } from "./serviceGraph";
import type { LocateSpan } from "./viewEntries";
import { virtualServiceGraph } from "./virtualServiceGraph";

/**
 * The picture of a file: of the VirtualService or Service `subject` alone, or of everything in the file. Services that a
 * VirtualService routes are drawn with it; without one, as the plain split over their pods.
 * `startOf` is the offset of a document in its file.
 */
export function routeViewOf(
  index: IndexView,
  file: string,
  resources: readonly Resource[],
  startOf: (document: DocumentRef) => number,
  subject?: Resource,
): RouteView {
  const locate: LocateSpan = (resource, span): FileSpan => ({ file: resource.file, span: shiftSpan(span, startOf(resource)) });
  const asked = subject !== undefined && (isKind(subject, "VirtualService") || isKind(subject, "Service")) ? [subject] : resources;
  const graphs = new Map<string, RouteGraph>();
  const add = (graph: RouteGraph): void => {
    if (!graphs.has(graph.id)) graphs.set(graph.id, graph);
  };
  for (const resource of asked) if (isKind(resource, "VirtualService")) add(virtualServiceGraph(index, resource, locate));
  for (const resource of asked) {
    if (!isKind(resource, "Service")) continue;
    const routing = routingOf(index, resource);
    if (routing.some((one) => graphs.has(one.id))) continue;
    add(serviceGraph(index, resource, routing, locate));
    for (const one of routing) add(virtualServiceGraph(index, one, locate));
  }
  return {
    file,
    graphs: [...graphs.values()],
    empty: graphs.size > 0 ? undefined : "There is no VirtualService and no Service in this file.",
  };
}

/**
 * The VirtualServices that route calls of sidecars to a Service, of variants the nearest: those with its very host, else those with the
 * longest wildcard over it. A bare `*` does not count, the webhook rejects it on the mesh.
 */
function routingOf(index: IndexView, service: Resource<Service>): readonly Resource<VirtualService>[] {
  const { domain } = index.mesh;
  const fqdn = serviceHost(service, domain);
  const found = [...index.lookup(virtualServiceKey(hostKey(fqdn, domain))), ...index.lookup(wildcardVirtualServiceKey)]
    .filter((one): one is Resource<VirtualService> => isKind(one, "VirtualService") && appliesToMesh(one.model))
    .flatMap((one) =>
      one.model.hosts
        .map((host) => resolveHost(host.value, one.effectiveNamespace, domain))
        .filter((host) => host !== "*" && hostMatches(host, fqdn))
        .map((host) => ({ one, specific: isWildcardHost(host) ? host.length : Number.POSITIVE_INFINITY })),
    );
  const best = Math.max(...found.map(({ specific }) => specific));
  return nearestVariants([...new Set(found.filter(({ specific }) => specific === best).map(({ one }) => one))], service.file);
}
