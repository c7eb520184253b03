import { delegatesNamed } from "../../index/delegates";
import { exportScope, isSeenIn } from "../../index/exportScope";
import type { MeshSettings } from "../../model/mesh";
import { describeResource, type Resource } from "../../model/resource";
import { describeRoute, type VirtualService } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/virtualservice.go mergeVirtualServices; pkg/config/validation/virtualservice.go (3 of the routing semantics). */
export const delegateNotUsable = defineRule({
  code: "delegate-not-usable",
  docs: {
    what: "A rule delegates to a VirtualService that cannot be a delegate: it has hosts or gateways, is not exported here, or delegates itself.",
    why: "A delegate is a VirtualService without hosts and gateways whose http rules take the place of the rule. With hosts it is a VirtualService of its own; the rule that delegates to it is left out, and its requests fall to the rules behind it or get 404. Delegation goes one level deep: rules of a delegate that delegate again are not followed. Rules for tls and tcp are not taken over.",
    bad: "kind: VirtualService\nmetadata: {name: cart-paths}\nspec:\n  hosts: [cart]\n  http: []",
    good: "kind: VirtualService\nmetadata: {name: cart-paths}\nspec:\n  http: []",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["resource"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    if (resource.model.hosts.length === 0) return;
    for (const route of resource.model.routes) {
      const name = route.delegate?.name;
      const named = delegatesNamed(index, resource, route);
      const [first] = named;
      if (name === undefined || first === undefined) continue;
      const problems = named.map((one) => problemOf(one, resource.effectiveNamespace, index.mesh));
      if (problems.some((problem) => problem === undefined)) continue;
      yield {
        at: name.span,
        message: `${describeResource(first)} ${problems[0]}, so ${describeRoute(route)} is left out or loses rules: its requests fall to the rules behind it, or get 404.`,
        related: [{ resource: first, span: first.model.hostsKey ?? first.model.gatewaysKey ?? first.name.span, message: "the delegate" }],
      };
    }
  },
});

function problemOf(delegate: Resource<VirtualService>, from: string, { defaultExportTo }: MeshSettings): string | undefined {
  const { hosts, gateways, routes, exportTo } = delegate.model;
  if (hosts.length > 0) return "has hosts and is therefore no delegate";
  if (gateways.length > 0) return "has gateways, which the webhook rejects in a delegate";
  if (!isSeenIn(exportScope(exportTo, delegate.effectiveNamespace, defaultExportTo.virtualService), from))
    return `is not exported to namespace ${from}`;
  if (routes.some((route) => route.delegate !== undefined)) return "delegates again, which is not followed";
  return routes.some((route) => route.protocol === "http") ? undefined : "has no http rules";
}
