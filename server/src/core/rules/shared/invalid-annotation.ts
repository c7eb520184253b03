import { istioAnnotationsOf } from "../../model/annotationUse";
import { istioAnnotation } from "../../model/istioAnnotations";
import { defineRule } from "../rule";

/** Source: pkg/kube/inject/validate.go; analyzer annotations.K8sAnalyzer, which does not look at pod templates. */
export const invalidAnnotation = defineRule({
  code: "invalid-annotation",
  docs: {
    what: "The value of an annotation of Istio does not have the form that it needs.",
    why: "The sidecar injector refuses the pod: it is not created at all. istioctl does not look at pod templates, where nearly all of these annotations stand.",
    bad: "annotations:\n  traffic.sidecar.istio.io/excludeOutboundPorts: mysql",
    good: 'annotations:\n  traffic.sidecar.istio.io/excludeOutboundPorts: "3306"',
  },
  level: "error",
  kinds: ["Namespace", "Service", "Workload"],
  reads: [],
  istio: ["IST0125"],
  kiali: [],
  *check(resource) {
    for (const { entry, on } of istioAnnotationsOf(resource)) {
      const known = istioAnnotation(entry.key.value);
      const problem = known?.place === on ? known.problem(entry.value.value) : undefined;
      if (problem === undefined) continue;
      yield {
        at: entry.value.span,
        message: `"${entry.value.value}" is no value for ${entry.key.value}: ${problem}. The injector refuses the pod.`,
      };
    }
  },
});
