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
  /** Undefined where there is no cluster. */
  readonly endpoints: Endpoints | undefined;
  readonly missing: MissingCluster | undefined;
  /** Endpoints are whatever address the client asked for, subset or not: a headless host, or load balancing PASSTHROUGH. */
  readonly originalDestination: boolean;
}

/** Resolves a destination whose host is fully qualified (GetDestinationCluster in pilot/pkg/networking/core/route/route.go). */
export function clusterOf(view: MeshView, destination: Pick<Destination, "host" | "subset" | "port">, context: ClusterContext): Cluster {
  const written = view.focus.canonicalHost(destination.host?.value ?? "");
  const named = knownService(view, written, context);
  const known =
    context.byCalledPort && context.port !== undefined && named !== undefined && portOf(named, context.port) === undefined
      ? undefined
      : named;
  const host = known?.aliasOf ?? written;
  const service = host === written ? named : knownService(view, host, context);
  const subset = destination.subset === undefined || destination.subset.value === "" ? undefined : destination.subset.value;
  const port = destination.port?.value ?? (known?.ports.length === 1 ? known.ports[0]?.number : context.port);
  const base = { host, port, subset, service, defined: undefined, endpoints: undefined, originalDestination: false };
  if (service === undefined || service.aliasOf !== undefined) return { ...base, missing: "no-host" };
  if (port !== undefined && !hasCluster(service, port)) return { ...base, missing: "no-port" };
  const defined = subset === undefined ? undefined : subsetFor(view.focus, context.proxy, service, subset);
  if (subset !== undefined && defined === undefined) return { ...base, missing: "no-subset" };
  const originalDestination =
    context.proxy.kind === "sidecar" && (service.headless || passesThrough(view, context.proxy, service, defined, port));
  const labels = originalDestination ? undefined : defined?.subset.labels;
  const endpoints = endpointsOf(view.index, service.definition, labels, view.focus.options.file);
  return { ...base, defined, endpoints, originalDestination, missing: undefined };
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
