import type { IndexView } from "../../index/indexView";
import { isInstalledGateway, type Selecting, selectedWorkloads, selectorLabels } from "../../index/selection";
import { selectableLabels, workloadsIn } from "../../index/workloads";
import { describeLabels, isAddedAtRunTime, labelValue } from "../../model/labels";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: analyzers sidecar.SelectorAnalyzer, telemetry.SelectorAnalyzer, auth.AuthorizationPoliciesAnalyzer; Kiali workload_selector_checker.go. */
export const selectorSelectsNoWorkload = defineRule({
  code: "selector-selects-no-workload",
  docs: {
    what: "The selector of a Sidecar, AuthorizationPolicy, Telemetry or the like picks no workload.",
    why: "It applies to pods of its own namespace that carry all of its labels (in the root namespace a policy applies to every namespace, a Sidecar does not). Without one, nothing of it takes effect: requests are not checked, logged or limited as is written. Reported only where workloads of the namespace are in view.",
    bad: "kind: AuthorizationPolicy\nspec:\n  selector: {matchLabels: {app: websit}}",
    good: "kind: AuthorizationPolicy\nspec:\n  selector: {matchLabels: {app: website}}",
  },
  level: "warning",
  kinds: ["Policy", "Sidecar"],
  reads: ["workloads", "workload-label", "in-view"],
  istio: ["IST0101", "IST0127"],
  kiali: ["KIA0004"],
  *check(resource, { index }) {
    if (resource.model.kind === "Policy" && judgedElsewhere.has(resource.model.policyKind)) return;
    const selector = selectorLabels(resource);
    if (selector === undefined) {
      if (isEmptyNamespace(resource, index)) {
        yield {
          at: resource.name.span,
          message: `Namespace ${resource.effectiveNamespace} has no workloads, so this ${resource.gvk.kind} applies to nothing.`,
        };
      }
      return;
    }
    if (isInstalledGateway(index, selector) || selector.entries.some((entry) => isAddedAtRunTime(entry.key.value))) return;
    if (selectedWorkloads(index, resource, selector).length > 0) return;
    const namespace = resource.effectiveNamespace;
    const everywhere = resource.model.kind === "Policy" && namespace === index.mesh.rootNamespace;
    const known = everywhere ? index.mesh.complete : index.inView("Workload", namespace);
    if (!known) return;
    const local = workloadsIn(index, namespace, resource.file).map(selectableLabels);
    const culprit =
      selector.entries.find((entry) => !local.some((labels) => labelValue(labels, entry.key.value) === entry.value.value)) ??
      selector.entries[0];
    if (culprit === undefined) return;
    const values = [...new Set(local.flatMap((labels) => labelValue(labels, culprit.key.value) ?? []))];
    const near = similarNames(culprit.value.value, values);
    const suggestion = near[0] === undefined ? "" : ` Did you mean ${culprit.key.value}: ${near[0]}?`;
    const where = everywhere ? "in view" : `of namespace ${namespace}`;
    yield {
      at: culprit.value.span,
      message: `No workload ${where} carries ${describeLabels(selector)}, so this ${resource.gvk.kind} applies to nothing.${suggestion}`,
      fixes: () => near.map((value) => replaceValue(resource, culprit.value, value, "suggestion")),
    };
  },
});

/** What becomes of requests without these is another matter: policy-selects-no-workload. */
const judgedElsewhere: ReadonlySet<string> = new Set(["PeerAuthentication", "RequestAuthentication"]);

/** An AuthorizationPolicy for a whole namespace in which nothing runs, where the files are the whole mesh. */
function isEmptyNamespace(resource: Selecting, index: IndexView): boolean {
  const namespace = resource.effectiveNamespace;
  return (
    index.mesh.complete &&
    resource.model.kind === "Policy" &&
    resource.model.policyKind === "AuthorizationPolicy" &&
    resource.model.targetRefs.length === 0 &&
    namespace !== index.mesh.rootNamespace &&
    workloadsIn(index, namespace, resource.file).length === 0
  );
}
