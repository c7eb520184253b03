import { resourceKey } from "../../index/keys";
import { defineRule } from "../rule";

/** Source: WorkloadGroup template.serviceAccount becomes the identity of its machines; Kiali service_accounts_checker.go. */
export const serviceAccountNotFound = defineRule({
  code: "service-account-not-found",
  docs: {
    what: "A WorkloadGroup names a service account that its namespace does not have.",
    why: "Machines of the group ask for a token of that account when they join: without it they get no certificate and stay outside of the mesh.",
    bad: "template: {serviceAccount: vm-acount}",
    good: "template: {serviceAccount: vm-account}",
  },
  level: "warning",
  kinds: ["WorkloadGroup"],
  reads: ["resource", "in-view"],
  istio: [],
  kiali: ["KIA1701"],
  *check(resource, { index }) {
    const account = resource.model.serviceAccount;
    if (account === undefined || account.value === "" || account.value === "default") return;
    const namespace = resource.effectiveNamespace;
    const found = index
      .lookup(resourceKey("ServiceAccount", account.value))
      .some((one) => one.effectiveNamespace === namespace || one.namespace === undefined);
    if (found || !index.inView("ServiceAccount", namespace)) return;
    yield {
      at: account.span,
      message: `Namespace ${namespace} has no service account "${account.value}": machines of this group get no certificate.`,
    };
  },
});
