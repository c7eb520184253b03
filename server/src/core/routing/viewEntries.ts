import type { FileSpan } from "../features/results";
import type { Gateway } from "../model/gateway";
import { meshGateway } from "../model/host";
import type { KubernetesGateway } from "../model/kubernetesGateway";
import { describeResource, isKind, type Resource } from "../model/resource";
import type { VirtualService } from "../model/virtualService";
import type { Span } from "../text/span";
import { type Entrance, entrancesOf } from "./entrances";
import { gatewayPod } from "./gatewayProxy";
import { gatewayListeners } from "./gatewayServers";
import type { MeshView } from "./meshView";
import type { EntryNode } from "./routeView";
import { entryId } from "./viewIds";
import { describeServer } from "./words";

/** An entrance as it is drawn. */
export interface Entry {
  readonly node: EntryNode;
  readonly entrance: Entrance;
  /** Those servers of the entrance that the gateway's pods do not leave out. */
  readonly servers: Entrance["servers"];
}

export type LocateSpan = (resource: Resource, span: Span) => FileSpan;

interface EntryContext {
  readonly view: MeshView;
  readonly graph: string;
  readonly locate: LocateSpan;
}

/** Where the traffic of a VirtualService enters, to be drawn. */
export function entriesOf(view: MeshView, owner: Resource<VirtualService>, graph: string, locate: LocateSpan): readonly Entry[] {
  return entrancesOf(view, owner).map((entrance) => entryOf({ view, graph, locate }, entrance));
}

function entryOf(context: EntryContext, entrance: Entrance): Entry {
  const { graph, locate } = context;
  const { key, root, at, gateway } = entrance;
  const written = locate(root, at ?? root.model.hostsKey ?? root.name.span);
  if (key === meshGateway) return { entrance, servers: undefined, node: meshNode(root, graph, written) };
  if (gateway === undefined) {
    const known = context.view.index.inView("Gateway", key.slice(0, key.indexOf("/")));
    const problem = known ? `Gateway ${key} does not exist: no request enters here.` : `Gateway ${key} is not in view.`;
    const node = { id: entryId(graph, key), kind: "gateway" as const, title: `Gateway ${key}`, details: [], source: written };
    return { entrance, servers: undefined, node: { ...node, state: known ? "broken" : "unknown", problem } };
  }
  const source = locate(gateway, gateway.name.span);
  const base = { id: entryId(graph, key), kind: "gateway" as const, title: `Gateway ${key}`, source };
  if (isKind(gateway, "Gateway")) return istioEntry(context, gateway, entrance, base);
  return {
    entrance,
    servers: undefined,
    node: { ...base, details: kubernetesListeners(gateway as Resource<KubernetesGateway>), state: "ok", problem: undefined },
  };
}

function meshNode({ model }: Resource<VirtualService>, graph: string, source: FileSpan): EntryNode {
  return {
    id: entryId(graph, meshGateway),
    kind: "mesh",
    title: "Mesh (sidecars)",
    details: model.hosts.map((host) => `calls to ${host.value}`),
    state: "ok",
    problem: model.hosts.some((host) => host.value === "*") ? 'On the mesh the host "*" is rejected by the webhook.' : undefined,
    source,
  };
}

function istioEntry(
  { view }: EntryContext,
  gateway: Resource<Gateway>,
  entrance: Entrance,
  base: Pick<EntryNode, "id" | "kind" | "title" | "source">,
): Entry {
  const listeners = gatewayListeners(view, gatewayPod(view, gateway).proxy);
  const own = listeners.flatMap((one) => one.servers).filter((one) => one.gateway === gateway);
  const skipped = listeners.flatMap((one) => one.skipped).filter(({ server }) => server.gateway === gateway);
  const bound = own.filter((one) => entrance.servers?.some(({ server }) => server === one.server));
  const left = skipped.map(({ server, reason }) => `Server ${describeServer(server.server)} is left out: ${reason}.`);
  const problem =
    bound.length > 0
      ? left[0]
      : (left[0] ?? `No server of ${describeResource(gateway)} has a host in common with this VirtualService: no request enters here.`);
  return {
    entrance,
    servers: bound,
    node: {
      ...base,
      details: (bound.length > 0 ? bound : own).map((server) => describeServer(server.server)),
      state: bound.length > 0 ? "ok" : "broken",
      problem,
    },
  };
}

function kubernetesListeners(gateway: Resource<KubernetesGateway>): readonly string[] {
  return gateway.model.listeners.map(
    (one) => `${one.protocol?.value ?? "?"} ${one.port?.value ?? "?"} · hosts ${one.hostname?.value ?? "*"}`,
  );
}
