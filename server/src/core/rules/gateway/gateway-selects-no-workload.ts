import { gatewayPods } from "../../index/gatewayPods";
import { workloadLabelKey } from "../../index/keys";
import { isInstalledGateway } from "../../index/selection";
import { describeLabels, isAddedAtRunTime } from "../../model/labels";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/gateway.go (6.1 of the routing semantics); analyzers gateway.IngressGatewayPortAnalyzer, gateway.ConflictingGatewayAnalyzer; Kiali gateways/selector_checker.go. */
export const gatewaySelectsNoWorkload = defineRule({
  code: "gateway-selects-no-workload",
  docs: {
    what: "The selector of a Gateway picks no workload.",
    why: "No proxy opens the listeners: connections are refused or time out at the load balancer. Pods of any namespace count. The gateways that come with Istio (istio: ingressgateway, egressgateway, eastwestgateway) are taken to be there; others are reported as information unless the files are the whole mesh, because gateways are often installed from elsewhere.",
    bad: "selector: {istio: ingressgatway}",
    good: "selector: {istio: ingressgateway}",
  },
  level: "warning",
  kinds: ["Gateway"],
  reads: ["workload-label"],
  istio: ["IST0101"],
  kiali: ["KIA0302"],
  *check(resource, { index }) {
    const { selector } = resource.model;
    const [first] = selector.entries;
    if (first === undefined || isInstalledGateway(index, selector) || gatewayPods(index, resource).length > 0) return;
    if (selector.entries.some((entry) => isAddedAtRunTime(entry.key.value))) return;
    const slip =
      first.key.value === "istio" && first.value.value !== "ingressgateway" && /^ingr?ess-?gate?-?wa?y$/i.test(first.value.value);
    const keyed = index.lookup(workloadLabelKey(first.key.value)).length > 0;
    if (!index.mesh.complete && !slip && !keyed && first.key.value !== "istio") return;
    yield {
      at: first.value.span,
      ...(index.mesh.complete ? {} : { absence: "not-in-view" as const }),
      message: `${index.mesh.complete ? `No pods carry ${describeLabels(selector)}, so no proxy opens these ports: connections are refused.` : `None of these files has pods with ${describeLabels(selector)}. If the cluster has none either, no proxy opens these ports and connections are refused.`}${slip ? " Did you mean ingressgateway?" : ""}`,
      fixes: () =>
        slip
          ? [
              {
                title: "Change to ingressgateway",
                kind: "suggestion",
                edits: [{ in: resource, span: first.value.span, newText: "ingressgateway" }],
              },
            ]
          : [],
    };
  },
});
