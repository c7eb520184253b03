import { policiesKey } from "../../index/keys";
import { nearestVariants } from "../../index/nearest";
import { selectableLabels, workloadsIn } from "../../index/workloads";
import { selects } from "../../model/labels";
import type { Policy } from "../../model/policy";
import { isKind, type Resource } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: istio.io authorization concepts (without a policy everything is allowed); Kiali uncovered_workload_checker.go, which reports every workload. */
export const workloadNotAuthorized = defineRule({
  code: "workload-not-authorized",
  docs: {
    what: "AuthorizationPolicies cover the other workloads of a namespace, but not this one.",
    why: "A workload that no AuthorizationPolicy is for accepts every request. Reported only where all others of the namespace, two or more, are covered, because then one was most likely forgotten; Kiali reports each workload without one.",
    bad: "kind: AuthorizationPolicy   # selector: {matchLabels: {app: cart}}\n---\nkind: Deployment            # labels: {app: cart}\n---\nkind: Deployment            # labels: {app: orders}",
    good: "kind: AuthorizationPolicy   # no selector: for the whole namespace",
  },
  level: "hint",
  kinds: ["Workload"],
  reads: ["policies", "workloads"],
  istio: [],
  kiali: ["KIA1301"],
  *check(resource, { index }) {
    const namespace = resource.effectiveNamespace;
    const policies = nearestVariants(
      [...new Set([namespace, index.mesh.rootNamespace])].flatMap((where) =>
        index
          .lookup(policiesKey(where))
          .filter((one): one is Resource<Policy> => isKind(one, "Policy") && one.model.policyKind === "AuthorizationPolicy"),
      ),
      resource.file,
    );
    if (policies.length === 0) return;
    const isCovered = (labels: Resource["labels"]) =>
      policies.some(({ model }) => model.targetRefs.length > 0 || model.selector === undefined || selects(model.selector, labels));
    if (isCovered(resource.model.podLabels)) return;
    const others = workloadsIn(index, namespace, resource.file).filter((one) => one.name.value !== resource.name.value);
    if (others.length < 2 || !others.every((one) => isCovered(selectableLabels(one)))) return;
    yield {
      at: resource.name.span,
      message: `No AuthorizationPolicy is for ${resource.name.value}, though the other workloads of ${namespace} have one: it accepts every request.`,
    };
  },
});
