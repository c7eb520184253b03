import { istioAnnotationsOf } from "../../model/annotationUse";
import { istioAnnotation } from "../../model/istioAnnotations";
import { labelValue } from "../../model/labels";
import { isKind } from "../../model/resource";
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
      };
    }
  },
});

const inject = "sidecar.istio.io/inject";
