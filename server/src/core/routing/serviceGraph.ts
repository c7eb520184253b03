import { serviceHost } from "../index/hosts";
import type { IndexView } from "../index/indexView";
import type { Destination } from "../model/destination";
import { isHttpFamily, servicePortProtocol } from "../model/protocol";
import { describeResource, type Resource } from "../model/resource";
import type { Service } from "../model/service";
import type { VirtualService } from "../model/virtualService";
import { ownContext } from "./destinationState";
import { meshView } from "./meshView";
import type { EntryNode, RouteGraph, RuleNode } from "./routeView";
import { DestinationNodes } from "./viewDestinations";
import type { LocateSpan } from "./viewEntries";
import { entryId, legId, ruleId } from "./viewIds";
import { summaryOf } from "./viewSummary";

/**
 * The picture of a Service by itself: requests spread over the ready pods. `routing` are the VirtualServices that take the requests
 * of its host where they are applied.
 */
export function serviceGraph(
  index: IndexView,
  service: Resource<Service>,
  routing: readonly Resource<VirtualService>[],
  locate: LocateSpan,
): RouteGraph {
  const id = service.id;
  const nodes = new DestinationNodes(meshView(index, { file: service.file }), id, locate);
  const source = locate(service, service.name.span);
  const entry: EntryNode = {
    id: entryId(id, "mesh"),
    kind: "mesh",
    title: "Mesh (sidecars)",
    details: service.model.ports.map((port) => `port ${port.number?.value ?? "?"}${port.name === undefined ? "" : ` ${port.name.value}`}`),
    state: "ok",
    problem: undefined,
    source,
  };
  const rule = ruleId(id, "service", 0);
  const node: RuleNode = {
    id: rule,
    order: 1,
    protocol: service.model.ports.some((port) => isHttpFamily(servicePortProtocol(port))) ? "http" : "tcp",
    name: "balanced over ready pods",
    conditions: [],
    actions: [],
    outcome: "route",
    faults: [],
    unreachable: false,
    entries: [entry.id],
    legs: [
      {
        id: legId(rule, 0),
        destination: nodes.add({ owner: service, ...destinationOf(service, index) }, [[ownContext(service)]]),
        share: 100,
        mirror: false,
        weight: undefined,
        source,
      },
    ],
    state: "ok",
    problem:
      routing.length === 0
        ? undefined
        : `This is what happens without ${routing.map(describeResource).join(" and ")}, which routes calls to this Service.`,
    source,
  };
  const graph: Omit<RouteGraph, "summary"> = {
    id,
    title: describeResource(service),
    subject: "Service",
    source,
    hosts: [service.name.value],
    entries: [entry],
    rules: [node],
    destinations: nodes.destinations,
    workloads: nodes.workloads,
    pods: nodes.pods,
  };
  return { ...graph, summary: summaryOf(graph) };
}

function destinationOf(service: Resource<Service>, index: IndexView): { readonly written: Destination; readonly resolved: Destination } {
  const { span } = service.name;
  const written = {
    span,
    destinationKey: undefined,
    host: service.name,
    subset: undefined,
    port: undefined,
    weight: undefined,
    headers: undefined,
  };
  return { written, resolved: { ...written, host: { span, value: serviceHost(service, index.mesh.domain) } } };
}
