import { destinationRulesFor, subsetsNamed } from "../../index/destinationRules";
import { definitionsOf, resolveHostIn } from "../../index/hosts";
import { virtualServicesWithHost } from "../../index/virtualServices";
import { selectableLabels, workloadsBehind } from "../../index/workloads";
import { meshGateway } from "../../model/host";
import { selectsPods } from "../../model/labels";
import { describeResource, type Resource } from "../../model/resource";
import { appliesToMesh, describeRoute, type VirtualService } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: 6.4 of the routing semantics; analyzer virtualservice.DestinationHostAnalyzer (IST0140). */
export const gatewayBypassesSubsets = defineRule({
  code: "gateway-bypasses-subsets",
  docs: {
    what: "Behind a gateway a rule sends to a host without a subset, while another VirtualService splits that host's traffic by subsets for the mesh.",
    why: "A gateway applies the VirtualService that is bound to it and no other: requests from outside are spread over all pods, whatever the mesh's rules for the host say. Not reported where the subsets have all pods in view anyway. istioctl compares hosts as written, and reports a VirtualService against itself.",
    bad: "hosts: [shop.example.com]\ngateways: [public]\nhttp:\n- route: [{destination: {host: website}}]   # another VirtualService sends website to subset v1",
    good: "hosts: [shop.example.com]\ngateways: [public]\nhttp:\n- route: [{destination: {host: website, subset: v1}}]",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: ["host", "wildcard-host", "virtual-service", "destination-rule", "wildcard-destination-rule", "workloads"],
  istio: ["IST0140"],
  kiali: [],
  *check(resource, { index }) {
    if (!resource.model.gateways.some((gateway) => gateway.value !== meshGateway)) return;
    for (const route of resource.model.routes) {
      if (route.protocol !== "http") continue;
      for (const { host, subset } of route.destinations) {
        if (host === undefined || subset !== undefined || host.value === "") continue;
        const { fqdn } = resolveHostIn(index, host.value, resource.effectiveNamespace);
        const splitter = virtualServicesWithHost(index, fqdn, resource.file)
          .map((use) => use.resource)
          .find(
            (other) => other.id !== resource.id && isAnother(other, resource) && appliesToMesh(other.model) && usesSubsets(other, fqdn),
          );
        if (splitter === undefined || pickEveryPod(splitter, fqdn)) continue;
        yield {
          at: host.span,
          message: `${describeResource(splitter)} routes ${host.value} by subsets, but that holds for the mesh only: requests of ${describeRoute(route)} that come through the gateway are spread over all pods. Name the subset here as well.`,
          related: [{ resource: splitter, span: splitter.name.span, message: "routes the host by subsets, for the mesh only" }],
        };
      }
    }

    function usesSubsets(other: Resource<VirtualService>, fqdn: string): boolean {
      return subsetsUsed(other, fqdn).length > 0;
    }

    function subsetsUsed(other: Resource<VirtualService>, fqdn: string): readonly string[] {
      return other.model.routes.flatMap((route) =>
        route.destinations.flatMap(({ host, subset }) =>
          subset !== undefined && host !== undefined && resolveHostIn(index, host.value, other.effectiveNamespace).fqdn === fqdn
            ? [subset.value]
            : [],
        ),
      );
    }

    /** Each subset that is used has all pods of the host that are in view, so naming it changes nothing. */
    function pickEveryPod(other: Resource<VirtualService>, fqdn: string): boolean {
      const host = definitionsOf(index, fqdn);
      const rules = destinationRulesFor(index, host);
      const pods = host.definitions.flatMap((definition) => workloadsBehind(index, definition)).map(selectableLabels);
      const hasAll = (name: string) => {
        const named = subsetsNamed(rules, name);
        return named.length > 0 && named.every(({ subset }) => pods.every((labels) => selectsPods(subset.labels, labels)));
      };
      return pods.length > 0 && subsetsUsed(other, fqdn).every(hasAll);
    }
  },
});

/** Not a variant of the same object. */
function isAnother(a: Resource, b: Resource): boolean {
  return a.name.value !== b.name.value || a.effectiveNamespace !== b.effectiveNamespace;
}
