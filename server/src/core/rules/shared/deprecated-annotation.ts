import { istioAnnotationsOf } from "../../model/annotationUse";
import { istioAnnotation } from "../../model/istioAnnotations";
import { type LabelEntry, labelValue } from "../../model/labels";
import { isKind, type Resource } from "../../model/resource";
import type { Workload } from "../../model/workload";
import type { Fix, FixContext } from "../finding";
import { defineRule } from "../rule";

/** Source: istio/api annotation/annotations.yaml (deprecated); analyzer annotations.K8sAnalyzer. */
export const deprecatedAnnotation = defineRule({
  code: "deprecated-annotation",
  docs: {
    what: "An annotation of Istio is deprecated.",
    why: "It may still work, but can go with any release. Injection is asked for by a label of the pod.",
    bad: 'template:\n  metadata:\n    annotations: {sidecar.istio.io/inject: "true"}',
    good: 'template:\n  metadata:\n    labels: {sidecar.istio.io/inject: "true"}',
  },
  level: "hint",
  kinds: ["Namespace", "Service", "Workload"],
  reads: [],
  istio: ["IST0135"],
  kiali: [],
  *check(resource) {
    const labelled = isKind(resource, "Workload") && labelValue(resource.model.podLabels, inject) !== undefined;
    for (const { entry, on } of istioAnnotationsOf(resource)) {
      const name = entry.key.value;
      const byLabel = name === inject && on === "Pod";
      if (istioAnnotation(name)?.deprecated !== true && !byLabel) continue;
      if (byLabel && labelled) continue;
      yield {
        at: entry.key.span,
        message: byLabel
          ? `Injection is asked for by the label "${name}"; the annotation is deprecated.`
          : `The annotation "${name}" is deprecated.`,
        fixes: (context) => (byLabel && isKind(resource, "Workload") ? askByLabel(resource, entry, context) : []),
      };
    }
  },
});

const inject = "sidecar.istio.io/inject";

/** Makes the annotation a label of the pods, behind those that they have. */
function askByLabel(resource: Resource<Workload>, { key, value }: LabelEntry, context: FixContext): readonly Fix[] {
  const last = resource.model.podLabels.entries.at(-1);
  if (last === undefined) return [];
  const added = context.editsFor(resource, { action: "add-entry", beside: last.key.span, key: inject, value: value.value });
  const removed = context.editsFor(resource, { action: "remove-entry", at: key.span });
  if (added === undefined || removed === undefined) return [];
  return [{ title: "Ask by the label", kind: "safe", edits: [...added, ...removed] }];
}
