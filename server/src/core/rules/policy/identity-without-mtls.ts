import { serverMtls } from "../../index/mtls";
import { selectorLabels } from "../../index/selection";
import { describeResource } from "../../model/resource";
import { defineRule } from "../rule";

/** Source: istio.io AuthorizationPolicy, fields that need mTLS; Kiali mtls_enabled_checker.go, which looks at auto mTLS only. */
export const identityWithoutMtls = defineRule({
  code: "identity-without-mtls",
  docs: {
    what: "An AuthorizationPolicy asks who the caller is, but mutual TLS is disabled for its workloads.",
    why: "Principals, namespaces and the like are read from the caller's certificate. With `DISABLE` no caller shows one, so conditions on them never hold, and conditions with `not` always do. With PERMISSIVE they hold for callers that use mTLS.",
    bad: "kind: PeerAuthentication   # mtls: {mode: DISABLE}\n---\nkind: AuthorizationPolicy\nspec:\n  rules: [{from: [{source: {namespaces: [shop]}}]}]",
    good: "kind: PeerAuthentication   # mtls: {mode: STRICT}",
  },
  level: "error",
  kinds: ["Policy"],
  reads: ["policies"],
  istio: [],
  kiali: ["KIA0105"],
  *check(resource, { index }) {
    const [field] = resource.model.authorization?.identityFields ?? [];
    if (field === undefined || resource.model.targetRefs.length > 0) return;
    const { mode, policy } = serverMtls(index, resource.effectiveNamespace, selectorLabels(resource), resource.file);
    if (mode !== "DISABLE" || policy === undefined) return;
    yield {
      at: field.span,
      message: `${describeResource(policy)} disables mutual TLS here, so no caller shows a certificate and "${field.value}" is never known: the rule ${resource.model.authorization?.action === "DENY" ? "stops nobody" : "lets nobody in"}.`,
      related: [{ resource: policy, span: policy.model.mtlsMode?.span ?? policy.name.span, message: "disables mutual TLS" }],
    };
  },
});
