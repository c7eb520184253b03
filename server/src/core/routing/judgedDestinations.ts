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

/** A destination or mirror of a rule that names a host, for those who may send to it. What is asked of it is worked out once. */
export class JudgedDestination {
  readonly route: Route;
  readonly written: NamedDestination;
  /** The host, fully qualified. */
  readonly host: Spanned<string>;
  readonly #view: MeshView;
  /** At least one. */
  readonly #clients: readonly ClientKind[];
  #port: { readonly existence: Existence | undefined } | undefined;
  #whole: { readonly existence: Existence | undefined } | undefined;

  constructor(view: MeshView, route: Route, written: NamedDestination, host: Spanned<string>, clients: readonly ClientKind[]) {
    this.#view = view;
    this.route = route;
    this.written = written;
    this.host = host;
    this.#clients = clients;
  }

  /** Whether the host is known to the clients, whatever port they call. */
  hostExistence(): Existence | undefined {
    if (this.host.value === "*" || this.#isWhole()) return undefined;
    return existence(this.#view, { host: this.host, subset: undefined, port: undefined }, this.#clients.map(atAnyPort));
  }

  /** Whether the port exists: the one that is named, else the one that the clients' proxies use. */
  portExistence(): Existence | undefined {
    if (this.#isWhole()) return this.#whole?.existence;
    this.#port ??= {
      existence: existence(this.#view, { host: this.host, subset: undefined, port: this.written.port }, this.#clients),
    };
    return this.#port.existence;
  }

  /** Whether the subset that is named exists. For a host that is not in view the DestinationRules that are there tell. */
  subsetExistence(): Existence | undefined {
    const { subset } = this.written;
    if (subset === undefined || subset.value === "" || this.#isWhole()) return undefined;
    const clients = this.#clients.map(atAnyPort);
    const found = existence(this.#view, { host: this.host, subset, port: undefined }, clients);
    return found?.cause === "absent" ? subsetOfUnseen(this.#view, found, subset.value, clients) : found;
  }

  /** Whether there is a cluster for all that is named: then nothing is missing, whatever is asked. */
  #isWhole(): boolean {
    const { subset, port } = this.written;
    this.#whole ??= { existence: existence(this.#view, { host: this.host, subset, port }, this.#clients) };
    return this.#whole.existence?.state === "ok";
  }
}

/** A destination with a host. */
type NamedDestination = Destination & { readonly host: Spanned<string> };

/** The destinations of a VirtualService with the view of the mesh that judges them. */
export interface JudgedDestinations {
  readonly view: MeshView;
  readonly destinations: readonly JudgedDestination[];
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
export function judgedDestinations(index: IndexView, owner: Resource<VirtualService>): JudgedDestinations {
  return index.once(`judged destinations ${owner.id}`, () => {
    const view = meshView(index, { file: owner.file });
    const entrances = entrancesOf(view, owner);
    const destinations = owner.model.routes.flatMap((route): readonly JudgedDestination[] => {
      if (route.redirect !== undefined || route.directResponse !== undefined) return [];
      const resolved = resolveNames(route, owner.effectiveNamespace, index.mesh.domain);
      const known = clientsOf(view, entrances, resolved);
      const clients = known.length > 0 ? known : [ownClients(owner)];
      const hosts = destinationsOf(resolved).map((one) => one.host);
      return destinationsOf(route).flatMap((written, at) => {
        const host = hosts[at];
        if (host === undefined || host.value === "" || written.host === undefined) return [];
        return [new JudgedDestination(view, route, { ...written, host: written.host }, host, clients)];
      });
    });
    return { view, destinations };
  });
}

/** A subset of a host that nothing in view defines, as the DestinationRules in view for it tell. */
function subsetOfUnseen(view: MeshView, found: Existence, subset: string, clients: readonly ClientKind[]): Existence | undefined {
  const unseen = { hostname: found.cluster.host, namespace: namespaceOf(view, found) };
  return worst(clients, (context) => {
    const defined = subsetFor(view.focus, context.proxy, unseen, subset);
    const cluster: Cluster = { ...found.cluster, defined, missing: defined === undefined ? "no-subset" : undefined };
    return { ...(defined === undefined ? missingSubset(view, unseen, subset, context) : { ...found, cause: undefined }), cluster };
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
