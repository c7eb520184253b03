import { gatewayRouteTable } from "../../server/src/core/routing/gatewayHosts";
import { gatewayListeners } from "../../server/src/core/routing/gatewayServers";
import { MeshHosts } from "../../server/src/core/routing/meshHosts";
import { meshView } from "../../server/src/core/routing/meshView";
import { proxyOf, type VirtualHost } from "../../server/src/core/routing/routeModel";
import { sidecarScope } from "../../server/src/core/routing/sidecarScope";
import { createSimulator, type Simulator } from "../../server/src/core/routing/simulate";
import type { RequestSource } from "../../server/src/core/routing/simulation";
import { indexFiles } from "../helpers/meshFixture";
import { type Configuration, gatewayHosts, gatewayLabels, meshHosts, sidecarLabels } from "./configurations";
import { type RenderedTable, renderTable } from "./render";

/** One way into a configuration: a table of virtual hosts, and how the model is asked about it. */
export interface Entry {
  readonly simulator: Simulator;
  readonly table: RenderedTable;
  readonly from: RequestSource;
  readonly port: number;
  /** Server name of the terminated TLS connection; undefined: connections are plain. */
  readonly sni: string | undefined;
  /** Hosts that VirtualServices or Services have here. */
  readonly hosts: readonly string[];
  /** Further ones, which may be unknown. */
  readonly others: readonly string[];
}

/** Every route table that the model makes of a configuration. */
export function entriesOf(configuration: Configuration, prefix: string): readonly Entry[] {
  const text = configuration.manifests.map((one) => JSON.stringify(one)).join("\n---\n");
  const { mesh: settings, kind } = configuration;
  const { index } = indexFiles([{ file: "mesh.yaml", text }], { complete: true, ...settings });
  const simulator = createSimulator(index);
  const view = meshView(index, { file: "" });
  if (kind === "sidecar") {
    const proxy = proxyOf("sidecar", "a", new Map(Object.entries(sidecarLabels)));
    return [80, 8080].flatMap((port) => {
      const scope = sidecarScope(view.focus, proxy, port);
      if (scope === undefined) return [];
      const mesh = new MeshHosts(view, proxy, port, scope);
      const virtualHosts = mesh.domains().flatMap((domain) => mesh.domain(domain) ?? []);
      if (!mesh.hasHttp()) return [];
      const table = renderTable(virtualHosts, scope.unknownHosts, {
        view,
        proxy,
        port,
        byCalledPort: true,
        tls: false,
        prefix: `${prefix}p${port}|`,
      });
      const from = { namespace: "a", labels: sidecarLabels };
      return [{ simulator, table, from, port, sni: undefined, hosts: called(virtualHosts), others: concrete(meshHosts) }];
    });
  }
  const proxy = proxyOf("gateway", "istio-system", new Map(Object.entries(gatewayLabels)));
  const from = { gatewayPod: { namespace: "istio-system", labels: gatewayLabels } };
  return gatewayListeners(view, proxy).flatMap((listener, at) =>
    (listener.plainHttp ? [listener.servers] : listener.servers.map((server) => [server])).flatMap((servers, chain) => {
      const [first] = servers;
      if (first === undefined) return [];
      const tls = !listener.plainHttp;
      const place = { view, proxy, port: first.number, byCalledPort: false, tls, prefix: `${prefix}l${at}.${chain}|` };
      const virtualHosts = [...gatewayRouteTable(view, proxy, servers).hosts.values()];
      const table = renderTable(virtualHosts, undefined, place);
      const sni = tls ? first.hosts[0]?.replace("*", "any") : undefined;
      return [{ simulator, table, from, port: first.number, sni, hosts: called(virtualHosts), others: concrete(gatewayHosts) }];
    }),
  );
}

/** A host for each virtual host, those with rules first in number: they are what is to be compared. */
function called(virtualHosts: readonly VirtualHost[]): readonly string[] {
  const ruled = virtualHosts.filter((one) => one.routes.length > 0 || one.requireTls);
  return concrete((ruled.length === 0 ? virtualHosts : ruled).map((one) => one.domain));
}

/** Hosts that wildcards cover stand for them. */
function concrete(hosts: readonly string[]): readonly string[] {
  return [
    ...hosts.flatMap((host) => (host.startsWith("*") ? [host.replace("*", "any"), host.replace("*", "x.deep")] : [host])),
    "nowhere.org",
  ];
}
