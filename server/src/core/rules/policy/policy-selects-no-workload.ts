import { isForAllWorkloads } from "../../index/policies";
import { selectableLabels, workloadsIn } from "../../index/workloads";
import { describeLabels, isAddedAtRunTime, labelValue, selects } from "../../model/labels";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/authentication.go (a policy is for the workloads of its namespace with the labels of its selector). */
export const policySelectsNoWorkload = defineRule({
  code: "policy-selects-no-workload",
  docs: {
    what: "The selector of a PeerAuthentication or RequestAuthentication fits no workload of its namespace.",
    why: "The policy protects nothing: plain text, or requests without a token, are accepted as if it were not there. The labels are those of the pod template. Reported only where workloads of the namespace are in view, and not in the root namespace, whose policies may be for all namespaces.",
    bad: "kind: PeerAuthentication\nmetadata: {name: website, namespace: shop}\nspec: {selector: {matchLabels: {app: websit}}, mtls: {mode: STRICT}}",
    good: "kind: PeerAuthentication\nmetadata: {name: website, namespace: shop}\nspec: {selector: {matchLabels: {app: website}}, mtls: {mode: STRICT}}",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: ["workloads"],
  istio: [],
  kiali: ["KIA0004"],
  *check(resource, { index }) {
    const { policyKind, selector } = resource.model;
    if (policyKind !== "PeerAuthentication" && policyKind !== "RequestAuthentication") return;
    if (selector === undefined || isForAllWorkloads(resource) || resource.effectiveNamespace === index.mesh.rootNamespace) return;
    if (selector.entries.some((entry) => isAddedAtRunTime(entry.key.value))) return;
    const workloads = workloadsIn(index, resource.effectiveNamespace, resource.file);
    if (workloads.length === 0 && !index.mesh.complete) return;
    if (workloads.some((one) => selects(selector, selectableLabels(one)))) return;
    const carried = (key: string) => [...new Set(workloads.flatMap((one) => labelValue(selectableLabels(one), key) ?? []))];
    const missing = selector.entries.find(({ key, value }) => !carried(key.value).includes(value.value));
    const values = missing === undefined ? [] : carried(missing.key.value);
    const others = values.length === 0 ? "" : ` They carry ${missing?.key.value}=${values.slice(0, 5).join(", ")}.`;
    yield {
      at: (missing ?? selector.entries[0])?.value.span ?? selector.span ?? resource.name.span,
      message: `No workload of namespace ${resource.effectiveNamespace} carries ${describeLabels(selector)}, so this ${policyKind} applies to nothing: ${policyKind === "PeerAuthentication" ? "its mutual TLS mode is not set for anyone" : "no token is checked"}.${others}`,
      fixes: () =>
        missing === undefined
          ? []
          : similarNames(missing.value.value, values).map((value) => replaceValue(resource, missing.value, value, "suggestion")),
    };
  },
});
