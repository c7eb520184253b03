import { ambientServices, isAmbient, namespaceHasWaypoint, serviceHasWaypoint } from "../../index/ambient";
import { resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import type { DestinationRule, TrafficPolicy } from "../../model/destinationRule";
import type { Policy } from "../../model/policy";
import { isKind, type Resource } from "../../model/resource";
import type { Service } from "../../model/service";
import { appliesToMesh, placeOfRoute, type VirtualService } from "../../model/virtualService";
import type { Span } from "../../text/span";
import type { Finding } from "../finding";
import { defineRule } from "../rule";

/** Source: istio.io ambient mode, layer 7 features need a waypoint; Kiali ambient_policy_checker.go, ambient_workload_checker.go. */
export const waypointNeeded = defineRule({
  code: "waypoint-needed",
  docs: {
    what: "What looks into HTTP requests is written for a service in ambient mode that has no waypoint.",
    why: "Without sidecars only a waypoint reads requests: the node's ztunnel forwards connections. Rules and policies for HTTP then have no effect, and an AuthorizationPolicy with HTTP conditions denies more than is meant. The label `istio.io/use-waypoint` on the Service or its namespace leads through one.",
    bad: "kind: Namespace        # labels: {istio.io/dataplane-mode: ambient}\n---\nkind: VirtualService\nspec: {hosts: [website], http: []}",
    good: "kind: Namespace        # labels: {istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint}",
  },
  level: "warning",
  kinds: ["VirtualService", "DestinationRule", "Policy"],
  reads: ["namespace", "host", "wildcard-host"],
  istio: [],
  kiali: ["KIA0109", "KIA0210", "KIA0211", "KIA1109", "KIA1110", "KIA1111", "KIA1112", "KIA1113", "KIA1317"],
  *check(resource, { index }) {
    if (isKind(resource, "VirtualService")) yield* checkVirtualService(resource, index);
    else if (isKind(resource, "DestinationRule")) yield* checkDestinationRule(resource, index);
    else if (isKind(resource, "Policy")) yield* checkPolicy(resource, index);
  },
});

function* checkVirtualService(resource: Resource<VirtualService>, index: IndexView): Iterable<Finding> {
  const route = resource.model.routes.find((one) => one.protocol !== "tcp");
  if (route === undefined || !appliesToMesh(resource.model)) return;
  for (const host of resource.model.hosts) {
    const service = ambientServices(index, host.value, resource.effectiveNamespace).find((one) => !serviceHasWaypoint(index, one));
    if (service !== undefined) yield withoutWaypoint(host.span, `the rules for "${host.value}" have`, service);
  }
  const resolved = resource.model.hosts.some(
    (host) => resolveHostIn(index, host.value, resource.effectiveNamespace).definitions.length > 0,
  );
  if (resolved || resource.model.hosts.length === 0 || !lacksWaypoint(index, resource.effectiveNamespace)) return;
  yield inNamespace(placeOfRoute(route), "these rules have", resource.effectiveNamespace);
}

function* checkDestinationRule(resource: Resource<DestinationRule>, index: IndexView): Iterable<Finding> {
  const { host } = resource.model;
  const part = [resource.model.trafficPolicy, ...resource.model.subsets.map((subset) => subset.trafficPolicy)]
    .map(httpPart)
    .find((one) => one !== undefined);
  if (host === undefined || part === undefined) return;
  const service = ambientServices(index, host.value, resource.effectiveNamespace).find((one) => !serviceHasWaypoint(index, one));
  if (service !== undefined) yield withoutWaypoint(part.at, `"${part.name}" has`, service);
  else if (
    resolveHostIn(index, host.value, resource.effectiveNamespace).definitions.length === 0 &&
    lacksWaypoint(index, resource.effectiveNamespace)
  ) {
    yield inNamespace(part.at, `"${part.name}" has`, resource.effectiveNamespace);
  }
}

function* checkPolicy(resource: Resource<Policy>, index: IndexView): Iterable<Finding> {
  const { policyKind, authorization, targetRefs } = resource.model;
  const about = aboutHttp(resource.model);
  if (about === undefined) return;
  const at = authorization?.httpFields[0]?.span ?? resource.model.specKey ?? resource.name.span;
  const namespace = resource.effectiveNamespace;
  if (targetRefs.length === 0) {
    if (lacksWaypoint(index, namespace)) yield inNamespace(at, `${about} of this ${policyKind} have`, namespace);
    return;
  }
  for (const target of targetRefs) {
    if (target.kind?.value !== "Service" || target.name === undefined) continue;
    const service = ambientServices(index, target.name.value, namespace).find((one) => !serviceHasWaypoint(index, one));
    if (service !== undefined) yield withoutWaypoint(target.name.span, `${about} of this ${policyKind} have`, service);
  }
}

/** What of a policy looks into requests; undefined where nothing does. */
function aboutHttp({ policyKind, authorization }: Policy): string | undefined {
  switch (policyKind) {
    case "AuthorizationPolicy":
      return authorization?.httpFields[0] === undefined ? undefined : "the HTTP conditions";
    case "RequestAuthentication":
      return "the token checks";
    case "WasmPlugin":
    case "Telemetry":
      return "the settings";
    default:
      return undefined;
  }
}

function httpPart(policy: TrafficPolicy | undefined): { readonly name: string; readonly at: Span } | undefined {
  if (policy === undefined) return undefined;
  if (policy.connectionPool?.settings.some((setting) => setting.path.startsWith("http")) === true) {
    return { name: "connectionPool.http", at: firstLine(policy.connectionPool.span) };
  }
  if (policy.outlierDetection !== undefined) return { name: "outlierDetection", at: firstLine(policy.outlierDetection.span) };
  const hash = policy.loadBalancer?.consistentHash;
  return hash === undefined || hash.value === "useSourceIp" ? undefined : { name: hash.value, at: hash.span };
}

function firstLine(span: Span): Span {
  return { start: span.start, end: span.start + 1 };
}

function lacksWaypoint(index: IndexView, namespace: string): boolean {
  return isAmbient(index, namespace) && !namespaceHasWaypoint(index, namespace);
}

function withoutWaypoint(at: Span, what: string, service: Resource<Service>): Finding {
  return {
    at,
    message: `Service ${service.name.value} is in ambient mode without a waypoint, so nothing reads its requests: ${what} no effect. Label the Service or its namespace with istio.io/use-waypoint.`,
    related: [{ resource: service, span: service.name.span, message: "in ambient mode, without a waypoint" }],
  };
}

function inNamespace(at: Span, what: string, namespace: string): Finding {
  return {
    at,
    message: `Namespace ${namespace} is in ambient mode without a waypoint, so nothing reads requests there: ${what} no effect. Label the namespace with istio.io/use-waypoint.`,
  };
}
