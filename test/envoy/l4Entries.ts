import { backedClusterOf, type ClusterContext } from "../../server/src/core/routing/clusters";
import { verdictOf } from "../../server/src/core/routing/clusterVerdict";
import { gatewayChains, repeatedName } from "../../server/src/core/routing/gatewayChains";
import { gatewayListeners } from "../../server/src/core/routing/gatewayServers";
import { type L4Route, repeatedMatch, sidecarTcpRoutes, sidecarTlsRoutes } from "../../server/src/core/routing/l4Routes";
import { MeshHosts } from "../../server/src/core/routing/meshHosts";
import { type MeshView, meshView } from "../../server/src/core/routing/meshView";
import { type MeshProxy, proxyOf } from "../../server/src/core/routing/routeModel";
import { sidecarScope } from "../../server/src/core/routing/sidecarScope";
import { createSimulator, type Simulator } from "../../server/src/core/routing/simulate";
import type { RequestSource } from "../../server/src/core/routing/simulation";
import { indexFiles } from "../helpers/meshFixture";
import { gatewayLabels, sidecarLabels } from "./configurations";
import { type L4Configuration, tcpPort, tlsPort } from "./l4Configurations";
import { destinationName } from "./render";

/** A listener of Envoy, and how the model is asked about it. */
export interface L4Entry {
  readonly simulator: Simulator;
  readonly from: RequestSource;
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly chains: readonly object[];
  /** The model says that Envoy refuses the listener. */
  readonly refused: boolean;
  /** Destinations with somebody behind them, by name of the cluster. */
  readonly clusters: ReadonlyMap<string, string>;
}

/** Every listener without http that the model makes of a configuration. */
export function l4EntriesOf({ kind, manifests }: L4Configuration, prefix: string): readonly L4Entry[] {
  const text = manifests.map((one) => JSON.stringify(one)).join("\n---\n");
  const { index } = indexFiles([{ file: "mesh.yaml", text }], { complete: true });
  const simulator = createSimulator(index);
  const view = meshView(index, { file: "" });
  if (kind === "sidecar") {
    const proxy = proxyOf("sidecar", "a", new Map(Object.entries(sidecarLabels)));
    return [tcpPort, tlsPort].flatMap((port) => {
      const name = `${prefix}p${port}`;
      const routes = outboundRoutes(view, proxy, port);
      const refused = repeatedMatch(routes) !== undefined;
      const rendered = new Rendered(view, { proxy, port, namespace: "a", byCalledPort: false }, name);
      const chains = routes.map((route) => rendered.chain(route, route.sniHosts));
      const open = port === tlsPort ? routes.length === 0 : routes.every((one) => one.subnets.length > 0);
      if (open) chains.push(rendered.toService("one.a.svc.cluster.local", port));
      return [
        {
          simulator,
          from: { namespace: "a", labels: sidecarLabels },
          host: "one",
          port,
          name,
          chains,
          refused,
          clusters: rendered.clusters,
        },
      ];
    });
  }
  const proxy = proxyOf("gateway", "istio-system", new Map(Object.entries(gatewayLabels)));
  return gatewayListeners(view, proxy).flatMap((listener) => {
    const { chains } = gatewayChains(view, proxy, listener);
    const port = listener.servers[0]?.number ?? 0;
    if (chains.length === 0) return [];
    const refused = repeatedName(chains) !== undefined;
    const name = `${prefix}l${port}`;
    const rendered = new Rendered(view, { proxy, port, namespace: "a", byCalledPort: false }, name);
    const own = chains.flatMap(({ route, sniHosts }) => (route === undefined ? [] : [rendered.chain(route, sniHosts)]));
    const from = { gatewayPod: { namespace: "istio-system", labels: gatewayLabels } };
    return [{ simulator, from, host: "a.example.com", port, name, chains: own, refused, clusters: rendered.clusters }];
  });
}

function outboundRoutes(view: MeshView, proxy: MeshProxy, port: number): readonly L4Route[] {
  const scope = sidecarScope(view.focus, proxy, port);
  const hosts = scope === undefined ? undefined : new MeshHosts(view, proxy, port, scope);
  const service = hosts?.registered("one.a.svc.cluster.local");
  if (hosts === undefined || service === undefined) throw new Error(`service one has no port ${port}`);
  const all = (port === tlsPort ? sidecarTlsRoutes : sidecarTcpRoutes)(view, hosts.virtualServicesFor(service), proxy, port);
  return all.filter((one) => one.dropped === undefined);
}

/** Collects the clusters of a listener's chains. */
class Rendered {
  readonly clusters = new Map<string, string>();
  readonly #view: MeshView;
  readonly #context: ClusterContext;
  readonly #name: string;

  constructor(view: MeshView, context: ClusterContext, name: string) {
    this.#view = view;
    this.#context = context;
    this.#name = name;
  }

  /** A tls or tcp rule as pilot/pkg/networking/core/tls.go and gateway.go make a filter chain of it. */
  chain({ rule: { route }, subnets }: L4Route, sniHosts: readonly string[]): object {
    const [only] = route.destinations.length === 1 ? route.destinations : [];
    const forward =
      only === undefined
        ? {
            weighted_clusters: {
              clusters: route.destinations
                .filter(({ weight }) => (weight?.value ?? 0) > 0)
                .map((one) => ({ name: this.#cluster(one), weight: one.weight?.value })),
            },
          }
        : { cluster: this.#cluster(only) };
    const names = sniHosts.length === 0 || sniHosts.includes("*") ? {} : { server_names: [...new Set(sniHosts)] };
    const ranges = subnets.length === 0 ? {} : { prefix_ranges: [...new Set(subnets)].map(range) };
    return { filter_chain_match: { ...names, ...ranges }, filters: [tcpProxy(forward)] };
  }

  toService(host: string, port: number): object {
    const span = { start: 0, end: 0 };
    return {
      filters: [tcpProxy({ cluster: this.#cluster({ host: { value: host, span }, subset: undefined, port: { value: port, span } }) })],
    };
  }

  #cluster(destination: Parameters<typeof backedClusterOf>[1]): string {
    const found = backedClusterOf(this.#view, destination, this.#context);
    const name = `${this.#name}|${destinationName(found)}`;
    if (verdictOf(this.#view, found, this.#context).lacks === undefined) this.clusters.set(name, destinationName(found));
    return name;
  }
}

function tcpProxy(forward: object): object {
  const type = "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy";
  return { name: "envoy.filters.network.tcp_proxy", typed_config: { "@type": type, stat_prefix: "tcp", ...forward } };
}

function range(subnet: string): object {
  const [address_prefix, length = "32"] = subnet.split("/");
  return { address_prefix, prefix_len: Number(length) };
}
