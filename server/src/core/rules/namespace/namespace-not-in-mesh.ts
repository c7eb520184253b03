import { inViewTraffic } from "../../index/meshMembers";
import { labelValue } from "../../model/labels";
import { defineRule } from "../rule";

/** Source: analyzer injection.Analyzer, which reports every namespace without the labels. */
export const namespaceNotInMesh = defineRule({
  code: "namespace-not-in-mesh",
  docs: {
    what: "A namespace for which there are traffic rules has no label that brings its pods into the mesh.",
    why: "Without `istio-injection: enabled`, `istio.io/rev` or `istio.io/dataplane-mode: ambient` its pods get no proxy, unless each pod asks for one: rules for the mesh then do not apply to calls that they make. istioctl reports every namespace without the labels.",
    bad: "kind: Namespace\nmetadata: {name: shop}",
    good: "kind: Namespace\nmetadata:\n  name: shop\n  labels: {istio-injection: enabled}",
  },
  level: "hint",
  kinds: ["Namespace"],
  reads: ["in-view", "workloads"],
  istio: ["IST0102"],
  kiali: [],
  *check(resource, { index }) {
    const name = resource.name.value;
    const decided = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"].some(
      (label) => labelValue(resource.labels, label) !== undefined,
    );
    if (decided || name === index.mesh.rootNamespace || /^(kube-|istio-)/.test(name) || !inViewTraffic(index, name)) return;
    yield {
      at: resource.name.span,
      message: `Pods of ${name} get no proxy: the namespace has none of the labels istio-injection, istio.io/rev and istio.io/dataplane-mode, and its traffic rules do not apply to calls from there.`,
    };
  },
});
