import type { IndexView } from "../index/indexView";
import type { Destination } from "../model/destination";
import { meshGateway, parseServiceHost } from "../model/host";
import type { Resource } from "../model/resource";
import { destinationsOf, type Route, type VirtualService } from "../model/virtualService";
import type { Spanned } from "../text/span";
import { type Cluster, type ClusterContext, type ClusterName, clusterOf } from "./clusters";
import { type ClusterVerdict, existenceOf, missingSubset } from "./clusterVerdict";
import { resolveNames } from "./delegates";
import { faring, ownContext } from "./destinationState";
import { type ClientKind, clientsOf, entrancesOf } from "./entrances";
import { type MeshView, meshView } from "./meshView";
import { type RuleHost, subsetFor } from "./ruleChoice";

/** A destination or mirror where it is written, with those who may send to it. Its host is named. */
export interface DestinationUse {
  readonly route: Route;
  readonly written: Destination & { readonly host: Spanned<string> };
  /** The host, fully qualified. */
  readonly host: Spanned<string>;
  /** At least one. */
  readonly clients: readonly ClientKind[];
}

/** The destinations of a VirtualService with the view of the mesh that judges them. */
export interface DestinationUses {
  readonly view: MeshView;
  readonly uses: readonly DestinationUse[];
}

/** What becomes of requests for a cluster, for the clients that fare worst. */
export interface Existence extends ClusterVerdict {
  readonly cluster: Cluster;
  readonly context: ClusterContext;
  readonly client: ClientKind;
}

/**
 * The destinations and mirrors that name a host, of all rules of a VirtualService that send requests on (those that redirect or answer
 * themselves use none). Worked out once per check.
 */
export function destinationUses(index: IndexView, owner: Resource<VirtualService>): DestinationUses {
  return index.once(`destination uses ${owner.id}`, () => {
    const view = meshView(index, { file: owner.file });
    const entrances = entrancesOf(view, owner);
    const uses = owner.model.routes.flatMap((route): readonly DestinationUse[] => {
      if (route.redirect !== undefined || route.directResponse !== undefined) return [];
      const resolved = resolveNames(route, owner.effectiveNamespace, index.mesh.domain);
      const known = clientsOf(view, entrances, resolved);
      const clients = known.length > 0 ? known : [ownClients(owner)];
      const hosts = destinationsOf(resolved).map((one) => one.host);
      return destinationsOf(route).flatMap((written, at) => {
        const host = hosts[at];
        if (host === undefined || host.value === "" || written.host === undefined) return [];
        return [{ route, written: { ...written, host: written.host }, host, clients }];
      });
    });
    return { view, uses };
  });
}

/** Whether the host of a destination is known to its clients, whatever port they call. */
export function hostExistence(view: MeshView, { host, clients }: DestinationUse): Existence | undefined {
  return host.value === "*" ? undefined : existence(view, { host, subset: undefined, port: undefined }, clients.map(atAnyPort));
}

/** Whether the port of a destination exists: the one that is named, else the one that its clients' proxies use. */
export function portExistence(view: MeshView, { host, written, clients }: DestinationUse): Existence | undefined {
  return existence(view, { host, subset: undefined, port: written.port }, clients);
}

/** Whether the subset that a destination names exists. For a host that is not in view the DestinationRules that are there tell. */
export function subsetExistence(view: MeshView, { host, written, clients }: DestinationUse): Existence | undefined {
  const { subset } = written;
  if (subset === undefined || subset.value === "") return undefined;
  const found = existence(view, { host, subset, port: undefined }, clients.map(atAnyPort));
  if (found?.cause !== "absent") return found;
  const unseen = { hostname: found.cluster.host, namespace: namespaceOf(view, found) };
  return worst(clients.map(atAnyPort), (context) => {
    const defined = subsetFor(view.focus, context.proxy, unseen, subset.value);
    const cluster: Cluster = { ...found.cluster, defined, missing: defined === undefined ? "no-subset" : undefined };
    return { ...(defined === undefined ? missingSubset(view, unseen, subset.value, context) : { ...found, cause: undefined }), cluster };
  });
}

/** The namespace of a host: where its Service would be, else where the client is. */
function namespaceOf(view: MeshView, { cluster, context }: Existence): RuleHost["namespace"] {
  return parseServiceHost(cluster.host, view.index.mesh.domain)?.namespace ?? context.proxy.namespace;
}

function existence(view: MeshView, name: ClusterName, clients: readonly ClientKind[]): Existence | undefined {
  return worst(clients, (context) => {
    const cluster = clusterOf(view, name, context);
    return { ...existenceOf(view, cluster, context), cluster };
  });
}

function worst(
  clients: readonly ClientKind[],
  judge: (context: ClusterContext) => ClusterVerdict & { readonly cluster: Cluster },
): Existence | undefined {
  return faring(clients.map((client) => client.choices.map((context) => ({ ...judge(context), context, client }))));
}

function atAnyPort(client: ClientKind): ClientKind {
  return { ...client, choices: client.choices.map((context) => ({ ...context, port: undefined })) };
}

/** Where nobody takes a rule, its destinations are judged for sidecars of its own namespace. */
function ownClients(owner: Resource<VirtualService>): ClientKind {
  const entrance = { key: meshGateway, root: owner, at: undefined, gateway: undefined, servers: undefined };
  return { entrance, choices: [ownContext(owner)] };
}
