import { exportScope } from "../../index/exportScope";
import { nearestDefinition, resolveHostIn } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { workloadsKey } from "../../index/keys";
import type { DestinationRule } from "../../model/destinationRule";
import { isWildcardHost } from "../../model/host";
import { describeResource, type Resource } from "../../model/resource";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/push_context.go destinationRule (9.1 of the routing semantics). */
export const destinationRuleNotConsulted = defineRule({
  code: "destination-rule-not-consulted",
  docs: {
    what: "A DestinationRule lies in a namespace from which nobody takes it.",
    why: "For a host a sidecar asks its own namespace, then the Service's, then the root namespace. In any other namespace a DestinationRule only serves the clients that run there: subsets and policies do not exist for anybody else, whatever `exportTo` says. Where no workload of that namespace is in view this is information, because clients may lie elsewhere.",
    bad: "kind: DestinationRule\nmetadata: {name: website, namespace: istio-config}\nspec:\n  host: website.shop.svc.cluster.local",
    good: "kind: DestinationRule\nmetadata: {name: website, namespace: shop}\nspec:\n  host: website.shop.svc.cluster.local",
  },
  level: "warning",
  kinds: ["DestinationRule"],
  reads: ["host", "wildcard-host", "workloads", "in-view"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const { namespace, model } = resource;
    if (namespace === undefined || model.host === undefined || isWildcardHost(model.host.value)) return;
    const resolved = resolveHostIn(index, model.host.value, resource.effectiveNamespace);
    const definition = nearestDefinition(resolved, resource.file);
    if (definition === undefined || resolved.definitions.some((one) => one.resource.namespace === undefined)) return;
    const consulted = [index.mesh.rootNamespace, ...resolved.definitions.map((one) => one.resource.effectiveNamespace)];
    if (consulted.includes(namespace.value) || mayServeClients(resource, index)) return;
    const target = definition.resource.effectiveNamespace;
    const known = index.mesh.complete;
    yield {
      at: namespace.span,
      ...(known ? {} : { absence: "not-in-view" as const }),
      message: `${known ? "No workload runs" : "No workload is in view"} in namespace ${namespace.value}, and other clients never ask there for ${model.host.value}: they ask their own namespace, ${target} and ${index.mesh.rootNamespace}. ${known ? "This rule is without effect." : "Without clients there this rule is without effect."} Move it to ${target}.`,
      related: [{ resource: definition.resource, span: definition.resource.name.span, message: describeResource(definition.resource) }],
      fixes: () => [replaceValue(resource, namespace, target, "suggestion", `Move to namespace ${target}`)],
    };
  },
});

/** Workloads run there, the proxies of a Gateway may, or the rule is kept to its namespace on purpose. */
function mayServeClients(resource: Resource<DestinationRule>, index: IndexView): boolean {
  const own = resource.effectiveNamespace;
  const scope = exportScope(resource.model.exportTo, own, index.mesh.defaultExportTo.destinationRule);
  if (scope !== "everywhere" && scope.size === 1 && scope.has(own)) return true;
  return index.lookup(workloadsKey(own)).length > 0 || (!index.mesh.complete && index.inView("Gateway", own));
}
