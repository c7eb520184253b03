import { gatewayPods } from "../../index/gatewayPods";
import { workloadLabelKey } from "../../index/keys";
import { isDefaultIngress } from "../../index/selection";
import { describeLabels } from "../../model/labels";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/gateway.go (6.1 of the routing semantics); analyzers gateway.IngressGatewayPortAnalyzer, gateway.ConflictingGatewayAnalyzer; Kiali gateways/selector_checker.go. */
export const gatewaySelectsNoWorkload = defineRule({
  code: "gateway-selects-no-workload",
  docs: {
    what: "The selector of a Gateway picks no workload.",
    why: "No proxy opens the listeners: connections are refused or time out at the load balancer. Pods of any namespace count. Istio's default ingress gateway (istio: ingressgateway) is taken to be there; others are reported as information unless the files are the whole mesh, because gateways are often installed from elsewhere.",
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
    if (first === undefined || isDefaultIngress(index, selector) || gatewayPods(index, resource).length > 0) return;
    const slip =
      first.key.value === "istio" && first.value.value !== "ingressgateway" && /^ingr?ess-?gate?-?wa?y$/i.test(first.value.value);
    const keyed = index.lookup(workloadLabelKey(first.key.value)).length > 0;
    if (!index.mesh.complete && !slip && !keyed && first.key.value !== "istio") return;
    yield {
      at: first.value.span,
      ...(index.mesh.complete ? {} : { absence: "not-in-view" as const }),
      message: `No workload ${index.mesh.complete ? "" : "in view "}carries ${describeLabels(selector)}${index.mesh.complete ? "" : ". If the cluster has none either"}, so no proxy opens these listeners: connections are refused.${slip ? " Did you mean ingressgateway?" : ""}`,
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
