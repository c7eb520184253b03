import { isRemovedDefinition } from "../../model/definitions";
import { defineRule } from "../rule";

/** Source: istio.io, upgrade notes of 1.6 (rbac.istio.io was removed); analyzer deprecation.DeprecationAnalyzer. */
export const removedApiDefined = defineRule({
  code: "removed-api-defined",
  docs: {
    what: "A kind of rbac.istio.io is defined, an API that Istio removed.",
    why: "Nothing reads ServiceRoles, ServiceRoleBindings and RbacConfigs since Istio 1.6: who relies on them lets every request in. AuthorizationPolicy took their place. The definition only keeps old objects alive.",
    bad: "kind: CustomResourceDefinition\nmetadata: {name: serviceroles.rbac.istio.io}",
    good: "kind: AuthorizationPolicy",
  },
  level: "warning",
  kinds: ["CustomResourceDefinition"],
  reads: [],
  istio: ["IST0002"],
  kiali: [],
  *check({ name }) {
    if (!isRemovedDefinition(name.value)) return;
    yield {
      at: name.span,
      message: `Istio removed the API rbac.istio.io: nothing reads ${name.value.slice(0, name.value.indexOf("."))}, so they protect nothing. Use AuthorizationPolicies.`,
    };
  },
});
