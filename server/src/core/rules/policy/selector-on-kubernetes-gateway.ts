import { selectedWorkloads, selectorLabels } from "../../index/selection";
import { selectableLabels } from "../../index/workloads";
import { describeLabels, labelValue } from "../../model/labels";
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
      fixes: ({ textOf }) => {
        const text = textOf(resource);
        const key = resource.model.selectorKey;
        if (text === undefined || key === undefined || selector.span === undefined) return [];
        const column = key.start - (text.lastIndexOf("\n", key.start) + 1);
        const indent = " ".repeat(column);
        const end = endOfEntry(text, key.start, column);
        return [
          {
            title: `Attach to Gateway ${gateway} by targetRefs`,
            kind: "suggestion" as const,
            edits: [
              {
                in: resource,
                span: { start: key.start, end },
                newText: `targetRefs:\n${indent}- group: gateway.networking.k8s.io\n${indent}  kind: Gateway\n${indent}  name: ${gateway}`,
              },
            ],
          },
        ];
      },
    };
  },
});

/** The end of a block entry: of the last line before one that is not deeper. */
function endOfEntry(text: string, start: number, column: number): number {
  let end = text.indexOf("\n", start);
  while (end >= 0) {
    const next = text.indexOf("\n", end + 1);
    const line = text.slice(end + 1, next < 0 ? text.length : next);
    if (line.trim() === "" || line.search(/\S/) <= column) return end;
    if (next < 0) return text.length;
    end = next;
  }
  return text.length;
}
