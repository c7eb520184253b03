import { policiesKey, sidecarsKey } from "../../index/keys";
import { mayCoexist, nearestVariants } from "../../index/nearest";
import { type Selecting, selectorLabels } from "../../index/selection";
import { describeResource, isKind } from "../../model/resource";
import { defineRule } from "../rule";

/** Kinds of which a namespace takes one object for all its workloads. */
const exclusive: ReadonlySet<string> = new Set(["Sidecar", "Telemetry"]);

/** Source: pilot/pkg/model/sidecar.go, telemetry.go; analyzers sidecar.SelectorAnalyzer, telemetry.DefaultSelectorAnalyzer; Kiali multi_match_selector_checker.go. */
export const namespaceWideTwice = defineRule({
  code: "namespace-wide-twice",
  docs: {
    what: "A namespace has two Sidecars or Telemetries without a selector.",
    why: "One of them is for all workloads of the namespace: the oldest. The other is ignored. RequestAuthentications and AuthorizationPolicies are joined instead.",
    bad: "kind: Sidecar\nmetadata: {name: narrow, namespace: shop}\n---\nkind: Sidecar\nmetadata: {name: default, namespace: shop}",
    good: "kind: Sidecar\nmetadata: {name: default, namespace: shop}",
  },
  level: "error",
  kinds: ["Policy", "Sidecar"],
  reads: ["policies", "sidecars"],
  istio: ["IST0111", "IST0160"],
  kiali: ["KIA0002"],
  *check(resource, { index }) {
    if (!isWide(resource) || !exclusive.has(resource.gvk.kind)) return;
    const key = resource.model.kind === "Sidecar" ? sidecarsKey : policiesKey;
    const others = nearestVariants(
      index
        .lookup(key(resource.effectiveNamespace))
        .filter((one): one is Selecting => isKind(one, "Sidecar") || isKind(one, "Policy"))
        .filter((one) => one.gvk.kind === resource.gvk.kind && mayCoexist(one, resource) && isWide(one)),
      resource.file,
    );
    const [first] = others;
    if (first === undefined) return;
    yield {
      at: resource.name.span,
      message: `${others.map(describeResource).join(" and ")} ${others.length === 1 ? "is" : "are"} for the whole namespace ${resource.effectiveNamespace} too: only the oldest is used. Put both into one, or give one a selector.`,
      related: others.slice(0, 3).map((other) => ({ resource: other, span: other.name.span, message: "for the same namespace" })),
    };
  },
});

function isWide(resource: Selecting): boolean {
  return selectorLabels(resource) === undefined && (resource.model.kind === "Sidecar" || resource.model.targetRefs.length === 0);
}
