import { istioAnnotationsOf } from "../../model/annotationUse";
import { istioAnnotation } from "../../model/istioAnnotations";
import { defineRule } from "../rule";

/** Source: istio/api annotation/annotations.yaml (featureStatus); analyzer annotations.AlphaAnalyzer, which no run of istioctl includes. */
export const alphaAnnotation = defineRule({
  code: "alpha-annotation",
  docs: {
    what: "An annotation of Istio is alpha: its meaning may change with any release.",
    why: "Nearly all annotations are alpha, and many are in use for years, so this is off unless a level is configured; istioctl leaves its own check out of every run for the same reason. Whoever upgrades may want the list once. What Istio itself writes on pods is left out; so are those that are beta or stable.",
    bad: 'annotations:\n  traffic.sidecar.istio.io/excludeOutboundPorts: "3306"',
    good: "annotations:\n  proxy.istio.io/config: '{concurrency: 2}'",
  },
  level: "off",
  kinds: ["Namespace", "Service", "Workload"],
  reads: [],
  istio: ["IST0136"],
  kiali: [],
  *check(resource) {
    for (const { entry } of istioAnnotationsOf(resource)) {
      if (istioAnnotation(entry.key.value)?.alpha !== true) continue;
      yield { at: entry.key.span, message: `The annotation "${entry.key.value}" is alpha: its meaning may change with any release.` };
    }
  },
});
