import type { Destination } from "../model/destination";
import type { LoadBalancer, TrafficPolicy } from "../model/destinationRule";
import { type Endpoints, endpointsOf } from "./endpoints";
import type { MeshView } from "./meshView";
import type { MeshProxy, MeshService } from "./routeModel";
import { type DefinedSubset, ruleFor, subsetFor } from "./ruleChoice";
import { isServiceVisible, portOf, preferOwn } from "./services";
import type { SidecarScope } from "./sidecarScope";

/** Where a destination is named: this decides which port it has when it names none. */
export interface ClusterContext {
  readonly proxy: MeshProxy;
  /** The port that the client called; at a gateway the number of the server. Undefined: not known. */
  readonly port: number | undefined;
  /** Namespace of the VirtualService, which gateways ask first. */
  readonly namespace: string;
  /** At sidecars, http rules know services only by the port that is called (5.5 of the routing semantics). */
  readonly byCalledPort: boolean;
  /** The namespace of the proxy is a guess, because its pods are not in view. */
  readonly guessed?: boolean;
  /** At a sidecar: what it imports. Of services with one host those come before others, which rules may still name. */
  readonly scope?: SidecarScope;
}

/** Why a destination has no cluster. */
export type MissingCluster = "no-host" | "no-port" | "no-subset";

/** A destination as the proxy resolves it: what Envoy calls a cluster, `outbound|port|subset|host`. */
export interface Cluster {
  /** Fully qualified, as the mesh knows it. */
  readonly host: string;
  readonly port: number | undefined;
  readonly subset: string | undefined;
  readonly service: MeshService | undefined;
  /** The subset that is named, where it exists. */
  readonly defined: DefinedSubset | undefined;
  readonly missing: MissingCluster | undefined;
}

/** A cluster with who answers for it. */
export interface BackedCluster extends Cluster {
  /** Undefined where there is no cluster. */
  readonly endpoints: Endpoints | undefined;
  /** Endpoints are whatever address the client asked for, subset or not: a headless host, or load balancing PASSTHROUGH. */
  readonly originalDestination: boolean;
}

/** What a cluster is made from; the host is fully qualified. */
export type ClusterName = Pick<Destination, "host" | "subset" | "port">;

/**
 * Resolves a destination (GetDestinationCluster in pilot/pkg/networking/core/route/route.go). A port that the variant of a service at
 * hand lacks may be that of another variant which goes together with the file in focus.
 */
export function clusterOf(view: MeshView, destination: ClusterName, context: ClusterContext): Cluster {
  const written = view.focus.canonicalHost(destination.host?.value ?? "");
  const named = knownService(view, written, context);
  const known =
    context.byCalledPort && context.port !== undefined && named !== undefined && portOf(named, context.port) === undefined
      ? undefined
      : named;
  const host = known?.aliasOf ?? written;
  const nearest = host === written ? named : knownService(view, host, context);
  const subset = destination.subset === undefined || destination.subset.value === "" ? undefined : destination.subset.value;
  const port = destination.port?.value ?? (known?.ports.length === 1 ? known.ports[0]?.number : context.port);
  const base = { host, port, subset, service: nearest, defined: undefined };
  if (nearest === undefined) return { ...base, missing: "no-host" };
  // An alias is followed where it is known; its own name has no cluster.
  if (nearest.aliasOf !== undefined) return { ...base, missing: nearest === named && known === undefined ? "no-port" : "no-host" };
  const service =
    port === undefined || hasCluster(nearest, port) ? nearest : view.services.variantsOf(nearest).find((one) => hasCluster(one, port));
  if (service === undefined) return { ...base, missing: "no-port" };
  const defined = subset === undefined ? undefined : subsetFor(view.focus, context.proxy, service, subset);
  if (subset !== undefined && defined === undefined) return { ...base, service, missing: "no-subset" };
  return { ...base, service, defined, missing: undefined };
}

/** A destination with its endpoints in view. */
export function backedClusterOf(view: MeshView, destination: ClusterName, context: ClusterContext): BackedCluster {
  const cluster = clusterOf(view, destination, context);
  const { service, defined, port, missing } = cluster;
  if (service === undefined || missing !== undefined) return { ...cluster, endpoints: undefined, originalDestination: false };
  const originalDestination =
    context.proxy.kind === "sidecar" && (service.headless || passesThrough(view, context.proxy, service, defined, port));
  const labels = originalDestination ? undefined : defined?.subset.labels;
  const endpoints = endpointsOf(view.index, service.definition, labels, view.focus.options.file);
  return { ...cluster, endpoints, originalDestination };
}

/** At a gateway the service of the VirtualService's namespace is asked first (buildNameToServiceMapForHTTPRoutes). */
function knownService(view: MeshView, host: string, { proxy, namespace, scope }: ClusterContext): MeshService | undefined {
  const visible = view.services.named(host).filter((one) => isServiceVisible(one, proxy.namespace));
  if (proxy.kind === "gateway") return preferOwn(visible, namespace);
  const imported = scope === undefined ? visible : visible.filter((one) => scope.importsService(one));
  return preferOwn(imported.length > 0 ? imported : visible, proxy.namespace);
}

function hasCluster(service: MeshService, port: number): boolean {
  const found = portOf(service, port);
  return found !== undefined && found.protocol !== "udp";
}

function passesThrough(
  view: MeshView,
  proxy: MeshProxy,
  service: MeshService,
  defined: DefinedSubset | undefined,
  port: number | undefined,
): boolean {
  const rule = ruleFor(view.focus, proxy, service)?.trafficPolicy?.policy;
  return loadBalancerOf(rule, defined?.subset.trafficPolicy, port)?.simple?.value === "PASSTHROUGH";
}

/** Settings for the port replace the policy they stand in; the subset's part wins (9.6 of the routing semantics). */
function loadBalancerOf(
  rule: TrafficPolicy | undefined,
  subset: TrafficPolicy | undefined,
  port: number | undefined,
): LoadBalancer | undefined {
  const forPort = (policy: TrafficPolicy | undefined) =>
    policy?.portLevelSettings.find((one) => port !== undefined && one.port?.value === port);
  const ofSubset = forPort(subset);
  return ofSubset === undefined ? (subset?.loadBalancer ?? (forPort(rule) ?? rule)?.loadBalancer) : ofSubset.loadBalancer;
}
