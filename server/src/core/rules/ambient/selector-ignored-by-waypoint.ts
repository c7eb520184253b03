import { isAmbient, namespaceHasWaypoint } from "../../index/ambient";
import { defineRule } from "../rule";

/** Source: istio.io ambient mode, policies are attached to waypoints by targetRefs; Kiali ambient_policy_checker.go. */
export const selectorIgnoredByWaypoint = defineRule({
  code: "selector-ignored-by-waypoint",
  docs: {
    what: "A policy that looks into HTTP requests stands in an ambient namespace with a waypoint, but is not attached to it.",
    why: "A waypoint takes policies by `targetRefs` only (a Gateway, or a Service). One with a selector, or with neither, is left to the node's ztunnel, which does not read requests: its HTTP conditions have no effect, or deny everything.",
    bad: "kind: RequestAuthentication\nspec:\n  selector: {matchLabels: {app: website}}",
    good: "kind: RequestAuthentication\nspec:\n  targetRefs: [{group: '', kind: Service, name: website}]",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: ["namespace"],
  istio: [],
  kiali: ["KIA0110", "KIA1115", "KIA1116", "KIA1117"],
  *check(resource, { index }) {
    const { policyKind, authorization, targetRefs, selectorKey, specKey } = resource.model;
    const readsRequests =
      policyKind === "AuthorizationPolicy"
        ? (authorization?.httpFields.length ?? 0) > 0
        : policyKind === "RequestAuthentication" || policyKind === "WasmPlugin" || policyKind === "Telemetry";
    if (!readsRequests || targetRefs.length > 0) return;
    const namespace = resource.effectiveNamespace;
    if (!isAmbient(index, namespace) || !namespaceHasWaypoint(index, namespace)) return;
    yield {
      at: selectorKey ?? specKey ?? resource.name.span,
      message: `The waypoint of namespace ${namespace} takes policies by "targetRefs" only: what this ${policyKind} says of requests has no effect. Attach it to the waypoint's Gateway or to a Service.`,
    };
  },
});
