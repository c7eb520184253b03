import { istioAnnotationsOf } from "../../model/annotationUse";
import { istioAnnotation, istioAnnotationNames } from "../../model/istioAnnotations";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: istio/api annotation/annotations.yaml; analyzer annotations.K8sAnalyzer, which does not look at pod templates. */
export const unknownAnnotation = defineRule({
  code: "unknown-annotation",
  docs: {
    what: "An annotation has a name of Istio's that Istio does not define.",
    why: "It has no effect, most often because of a slip in its name. A newer Istio may know names that are not listed here: without a similar name it is only a hint.",
    bad: "annotations:\n  networking.istio.io/exporto: .",
    good: "annotations:\n  networking.istio.io/exportTo: .",
  },
  level: "warning",
  kinds: ["Namespace", "Service", "Workload"],
  reads: [],
  istio: ["IST0108"],
  kiali: [],
  *check(resource) {
    for (const { entry, on } of istioAnnotationsOf(resource)) {
      const name = entry.key.value;
      if (istioAnnotation(name) !== undefined) continue;
      const near = similarNames(name, istioAnnotationNames(on));
      yield {
        at: entry.key.span,
        level: near.length === 0 ? "hint" : "warning",
        message: `Istio has no annotation "${name}", so it has no effect.${near[0] === undefined ? "" : ` Did you mean ${near[0]}?`}`,
        fixes: () => near.map((one) => replaceValue(resource, entry.key, one, "suggestion")),
      };
    }
  },
});
