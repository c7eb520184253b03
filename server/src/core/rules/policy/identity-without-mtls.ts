import { clientTlsOf } from "../../index/clientTls";
import { hostKey } from "../../index/hostKey";
import { serviceHost } from "../../index/hosts";
import type { IndexView } from "../../index/indexView";
import { destinationRuleKey, servicesKey } from "../../index/keys";
import { isMutualTlsWritten, serverMtls } from "../../index/mtls";
import { selectorLabels } from "../../index/selection";
import { describeResource, isKind } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: istio.io AuthorizationPolicy, fields that need mTLS; Kiali mtls_enabled_checker.go. */
export const identityWithoutMtls = defineRule({
  code: "identity-without-mtls",
  docs: {
    what: "An AuthorizationPolicy asks who the caller is, but nobody calls its workloads with mutual TLS.",
    why: "Principals, namespaces and the like are read from the caller's certificate. With `DISABLE` no caller shows one, so conditions on them never hold, and conditions with `not` always do. With PERMISSIVE they hold for callers that use mTLS: where automatic mutual TLS is off, those for whom a DestinationRule says so. Kiali looks at automatic mutual TLS only, and takes DISABLE for enough while that is on.",
    bad: "kind: PeerAuthentication   # mtls: {mode: DISABLE}\n---\nkind: AuthorizationPolicy\nspec:\n  rules: [{from: [{source: {namespaces: [shop]}}]}]",
    good: "kind: PeerAuthentication   # mtls: {mode: STRICT}",
  },
  level: "error",
  kinds: ["Policy"],
  reads: ["policies", "wildcard-destination-rule", "destination-rule", "services", "in-view"],
  istio: [],
  kiali: ["KIA0105"],
  *check(resource, { index }) {
    const [field] = resource.model.authorization?.identityFields ?? [];
    if (field === undefined || resource.model.targetRefs.length > 0) return;
    const { mode, policy } = serverMtls(index, resource.effectiveNamespace, selectorLabels(resource), resource.file);
    const effect = `"${field.value}" is never known: the rule ${resource.model.authorization?.action === "DENY" ? "stops nobody" : "lets nobody in"}.`;
    if (mode === "DISABLE" && policy !== undefined) {
      yield {
        at: field.span,
        message: `${describeResource(policy)} disables mutual TLS here, so no caller shows a certificate and ${effect}`,
        related: [{ resource: policy, span: policy.model.mtlsMode?.span ?? policy.name.span, message: "disables mutual TLS" }],
      };
    } else if (mode === "PERMISSIVE" && !index.mesh.autoMtls && !isCalledWithMutualTls(index, resource.effectiveNamespace)) {
      const known = index.inView("DestinationRule", resource.effectiveNamespace);
      yield {
        at: field.span,
        ...(known ? {} : { absence: "not-in-view" as const }),
        message: `Automatic mutual TLS is off, and no DestinationRule ${known ? "" : "in view "}makes clients of namespace ${resource.effectiveNamespace} use it, so no caller shows a certificate and ${effect}`,
      };
    }
  },
});

/** Whether a DestinationRule makes clients of some server of the namespace use mutual TLS. */
function isCalledWithMutualTls(index: IndexView, namespace: string): boolean {
  const { domain } = index.mesh;
  const services = index.lookup(servicesKey(namespace)).filter((one) => isKind(one, "Service"));
  return (
    isMutualTlsWritten(index, namespace) ||
    services.some((service) =>
      index
        .lookup(destinationRuleKey(hostKey(serviceHost(service, domain), domain)))
        .some((rule) => isKind(rule, "DestinationRule") && clientTlsOf(rule.model).some((use) => use.mode.value === "ISTIO_MUTUAL")),
    )
  );
}
