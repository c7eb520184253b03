import { selectedWorkloads, selectorLabels } from "../../index/selection";
import { selectableLabels } from "../../index/workloads";
import { describeLabels, labelValue } from "../../model/labels";
import { changeTree } from "../fixText";
import { defineRule } from "../rule";

/** The label that the controller of Gateway API gateways puts on their pods. */
const gatewayName = "gateway.networking.k8s.io/gateway-name";
const attachable: ReadonlySet<string> = new Set(["AuthorizationPolicy", "RequestAuthentication", "Telemetry", "WasmPlugin"]);

/** Source: pilot/pkg/model/policyattachment.go; analyzer k8sgateway.SelectorAnalyzer. */
export const selectorOnKubernetesGateway = defineRule({
  code: "selector-on-kubernetes-gateway",
  docs: {
    what: "A policy selects the pods of a Gateway API gateway by labels.",
    why: "Istio applies policies to such gateways only by `targetRefs`: the selector has no effect, and requests pass unchecked.",
    bad: "selector:\n  matchLabels: {gateway.networking.k8s.io/gateway-name: public}",
    good: "targetRefs:\n- {group: gateway.networking.k8s.io, kind: Gateway, name: public}",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: ["workloads", "workload-label"],
  istio: ["IST0166"],
  kiali: [],
  *check(resource, { index }) {
    const selector = selectorLabels(resource);
    if (selector === undefined || !attachable.has(resource.model.policyKind) || resource.model.targetRefs.length > 0) return;
    const pod = selectedWorkloads(index, resource, selector).find(
      (workload) => labelValue(selectableLabels(workload), gatewayName) !== undefined,
    );
    const gateway = labelValue(selector, gatewayName) ?? (pod === undefined ? undefined : labelValue(selectableLabels(pod), gatewayName));
    if (gateway === undefined) return;
    yield {
      at: resource.model.selectorKey ?? resource.name.span,
      message: `The pods with ${describeLabels(selector)} are those of the Gateway API gateway ${gateway}, to which policies apply by "targetRefs" only: the selector has no effect.`,
      related: pod === undefined ? [] : [{ resource: pod, span: pod.name.span, message: `made for the gateway ${gateway}` }],
      fixes: (context) => {
        const at = resource.model.selectorKey;
        if (at === undefined) return [];
        const value = [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: gateway }];
        return changeTree(
          context,
          resource,
          { action: "replace-entry", at, key: "targetRefs", value },
          { title: `Attach to Gateway ${gateway} by targetRefs`, kind: "suggestion" },
        );
      },
    };
  },
});
