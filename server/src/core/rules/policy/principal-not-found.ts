import type { IndexView } from "../../index/indexView";
import { allGatewaysKey, resourceKey, workloadsKey } from "../../index/keys";
import { labelValue } from "../../model/labels";
import { isKind } from "../../model/resource";
import { similarNames } from "../../text/similar";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

const form = /^([^/*]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/;

/** Source: SPIFFE identities as in pkg/spiffe; Kiali principals_checker.go. */
export const principalNotFound = defineRule({
  code: "principal-not-found",
  docs: {
    what: "An AuthorizationPolicy names a principal that no workload in view has.",
    why: "A principal is `trust domain/ns/namespace/sa/service account` of the calling pod. If no pod runs under that account, or certificates have another trust domain, the rule never holds for a caller: one that allows lets nobody in. Pods without an account of their own run as `default`.",
    bad: "from:\n- source:\n    principals: [cluster.local/ns/shop/sa/websit]",
    good: "from:\n- source:\n    principals: [cluster.local/ns/shop/sa/website]",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: ["workloads", "gateways", "resource", "in-view"],
  istio: [],
  kiali: ["KIA0106", "KIA0108"],
  *check(resource, { index }) {
    for (const principal of resource.model.sourcePrincipals) {
      const parts = form.exec(principal.value);
      if (parts === null) continue;
      const [, domain = "", namespace = "", account = ""] = parts;
      const { trustDomains } = index.mesh;
      if (trustDomains.length > 0 && domain !== "cluster.local" && !trustDomains.includes(domain)) {
        yield {
          at: principal.span,
          message: `Callers of this mesh have certificates of the trust domain ${trustDomains.join(" or ")}, not "${domain}": the principal is none of theirs.`,
          fixes: () =>
            trustDomains.slice(0, 1).map((one) => replaceValue(resource, principal, principal.value.replace(domain, one), "suggestion")),
        };
        continue;
      }
      const used = accountsIn(index, namespace);
      if (used.includes(account) || isDeclared(index, namespace, account) || gatewayAccounts(index, namespace).includes(account)) continue;
      if (!index.mesh.complete && installedAccount.test(account)) continue;
      const known = index.inView("Workload", namespace);
      const near = similarNames(account, used);
      if (!known && near.length === 0) continue;
      yield {
        at: principal.span,
        ...(known ? {} : { absence: "not-in-view" as const }),
        message: `No workload of namespace ${namespace} in view runs under the service account "${account}"${used.length === 0 ? "" : ` (but under ${used.slice(0, 4).join(", ")})`}, so no caller has this principal.${near[0] === undefined ? "" : ` Did you mean ${near[0]}?`}`,
        fixes: () => near.map((name) => replaceValue(resource, principal, principal.value.slice(0, -account.length) + name, "suggestion")),
      };
    }
  },
});

/** The service accounts under which workloads of a namespace run. */
function accountsIn(index: IndexView, namespace: string): readonly string[] {
  return [
    ...new Set(
      index
        .lookup(workloadsKey(namespace))
        .flatMap((one) =>
          isKind(one, "Workload") || isKind(one, "WorkloadEntry") || isKind(one, "WorkloadGroup")
            ? [one.model.serviceAccount?.value ?? "default"]
            : [],
        ),
    ),
  ];
}

/**
 * The accounts that the control plane makes for gateways and waypoints of the Gateway API
 * (pilot/pkg/config/kube/gateway/deploymentcontroller.go).
 */
function gatewayAccounts(index: IndexView, namespace: string): readonly string[] {
  return index.lookup(allGatewaysKey).flatMap((one) => {
    if (!isKind(one, "KubernetesGateway") || one.effectiveNamespace !== namespace) return [];
    const className = one.model.className?.value ?? "";
    const account = labelValue(one.annotations, "gateway.istio.io/service-account");
    return [account ?? (className === "istio-waypoint" ? one.name.value : `${one.name.value}-${className}`)];
  });
}

/** The accounts of the gateways that come with Istio, which few repositories hold. */
const installedAccount = /^istio-(?:ingress|egress|eastwest)(?:gateway)?(?:-service-account)?$/;

function isDeclared(index: IndexView, namespace: string, account: string): boolean {
  return index
    .lookup(resourceKey("ServiceAccount", account))
    .some((one) => one.effectiveNamespace === namespace || one.namespace === undefined);
}
