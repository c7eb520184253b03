import { defineRule } from "../rule";

/** Source: pilot/pkg/xds/endpoints/endpoint_builder.go (a subset without labels has all endpoints, 9.5 of the routing semantics). */
export const subsetWithoutLabels = defineRule({
  code: "subset-without-labels",
  docs: {
    what: "A subset has no labels, although others of its DestinationRule have some.",
    why: "Without labels a subset is all pods of the host, of every version. That may be meant, for a policy of its own; beside subsets that are told apart by labels they were more likely forgotten. Kiali reports them where no subset has labels, too.",
    bad: "subsets:\n- name: v1\n  labels: {version: v1}\n- name: v2",
    good: "subsets:\n- name: v1\n  labels: {version: v1}\n- name: v2\n  labels: {version: v2}",
  },
  level: "hint",
  kinds: ["DestinationRule"],
  reads: [],
  istio: [],
  kiali: ["KIA0209"],
  *check({ model, masked }) {
    if (masked || model.subsets.every((subset) => subset.labels.entries.length === 0)) return;
    for (const subset of model.subsets) {
      if (subset.labels.entries.length > 0 || subset.name === undefined || subset.trafficPolicy !== undefined) continue;
      yield {
        at: subset.name.span,
        message: `Subset "${subset.name.value}" has no labels, so it is all pods of ${model.host?.value ?? "the host"}, those of the other subsets too.`,
      };
    }
  },
});
