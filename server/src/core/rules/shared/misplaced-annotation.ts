import { istioAnnotationsOf } from "../../model/annotationUse";
import { istioAnnotation } from "../../model/istioAnnotations";
import { defineRule } from "../rule";

/** Source: istio/api annotation/annotations.yaml (resources); analyzer annotations.K8sAnalyzer, which does not look at pod templates. */
export const misplacedAnnotation = defineRule({
  code: "misplaced-annotation",
  docs: {
    what: "An annotation of Istio stands on a kind of object that it is not for.",
    why: "It has no effect there. What is meant for pods belongs into the template of a Deployment, not beside the Deployment's own name.",
    bad: 'kind: Deployment\nmetadata:\n  annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "3306"}',
    good: 'kind: Deployment\nspec:\n  template:\n    metadata:\n      annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "3306"}',
  },
  level: "warning",
  kinds: ["Namespace", "Service", "Workload"],
  reads: [],
  istio: ["IST0107"],
  kiali: [],
  *check(resource) {
    for (const { entry, on } of istioAnnotationsOf(resource)) {
      const known = istioAnnotation(entry.key.value);
      if (known === undefined || known.place === "Any" || known.place === on) continue;
      const belongs =
        known.place === "Other"
          ? "is for other kinds of objects"
          : `belongs on a ${known.place === "Pod" ? "pod: put it into the pod template" : known.place}`;
      yield {
        at: entry.key.span,
        message: `"${entry.key.value}" has no effect on a ${on === "Pod" && resource.gvk.kind !== "Pod" ? "pod" : resource.gvk.kind}: it ${belongs}.`,
      };
    }
  },
});
