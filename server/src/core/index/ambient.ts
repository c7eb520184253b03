import { isWildcardHost } from "../model/host";
import { type LabelMap, labelValue } from "../model/labels";
import { isKind, type Resource } from "../model/resource";
import type { Service } from "../model/service";
import { resolveHostIn } from "./hosts";
import type { IndexView } from "./indexView";
import { gatewayKey } from "./keys";
import { namespaceLabel } from "./meshMembers";

/** The label by which Services, pods and namespaces are sent through a waypoint. */
export const useWaypoint = "istio.io/use-waypoint";
const useWaypointNamespace = "istio.io/use-waypoint-namespace";

/** Whether pods of a namespace join the mesh without sidecars, as its manifest says. */
export function isAmbient(index: IndexView, namespace: string): boolean {
  return namespaceLabel(index, namespace, "istio.io/dataplane-mode") === "ambient";
}

/** Whether a namespace sends its traffic through a waypoint. */
export function namespaceHasWaypoint(index: IndexView, namespace: string): boolean {
  return isWaypointName(namespaceLabel(index, namespace, useWaypoint));
}

/** Whether calls to a Service go through a waypoint: by its own label, which may say `none`, else by its namespace's. */
export function serviceHasWaypoint(index: IndexView, service: Resource<Service>): boolean {
  const own = labelValue(service.labels, useWaypoint);
  return own === undefined ? namespaceHasWaypoint(index, service.effectiveNamespace) : isWaypointName(own);
}

/** The Services in ambient namespaces that a host of a resource names; none for wildcards. */
export function ambientServices(index: IndexView, host: string, namespace: string): readonly Resource<Service>[] {
  if (host === "" || isWildcardHost(host)) return [];
  return resolveHostIn(index, host, namespace).definitions.flatMap((one) =>
    isKind(one.resource, "Service") && isAmbient(index, one.resource.effectiveNamespace) ? [one.resource] : [],
  );
}

/** The waypoint that labels name and whether it is there; undefined where they name none. */
export function waypointOf(
  index: IndexView,
  labels: LabelMap,
  namespace: string,
): { readonly name: string; readonly namespace: string; readonly found: boolean } | undefined {
  const name = labelValue(labels, useWaypoint);
  if (name === undefined || !isWaypointName(name)) return undefined;
  const where = labelValue(labels, useWaypointNamespace) ?? namespace;
  const gateways = index.lookup(gatewayKey(name)).filter((one) => isKind(one, "KubernetesGateway"));
  return { name, namespace: where, found: gateways.some((one) => one.effectiveNamespace === where || one.namespace === undefined) };
}

function isWaypointName(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "none";
}
