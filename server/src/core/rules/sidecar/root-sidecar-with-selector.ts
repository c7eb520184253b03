import { describeLabels } from "../../model/labels";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/push_context.go initSidecarScopes (only the root namespace's Sidecar without a selector is the mesh's default). */
export const rootSidecarWithSelector = defineRule({
  code: "root-sidecar-with-selector",
  docs: {
    what: "A Sidecar of the root namespace has a workloadSelector.",
    why: "In the root namespace a Sidecar without a selector is the default of every namespace that has none of its own. With a selector it is for workloads of the root namespace only, and for no workload of the mesh.",
    bad: "kind: Sidecar\nmetadata: {name: default, namespace: istio-system}\nspec:\n  workloadSelector: {labels: {app: website}}",
    good: "kind: Sidecar\nmetadata: {name: default, namespace: istio-system}\nspec:\n  egress: [{hosts: [./*, istio-system/*]}]",
  },
  level: "information",
  kinds: ["Sidecar"],
  reads: [],
  istio: [],
  kiali: ["KIA1006"],
  *check(resource, { index }) {
    const { workloadSelector } = resource.model;
    if (resource.effectiveNamespace !== index.mesh.rootNamespace || workloadSelector === undefined) return;
    if (workloadSelector.entries.length === 0) return;
    yield {
      at: workloadSelector.span ?? resource.name.span,
      message: `This Sidecar is for workloads of namespace ${resource.effectiveNamespace} with ${describeLabels(workloadSelector)} only, not for those of the mesh: only without a selector it is everybody's default.`,
    };
  },
});
