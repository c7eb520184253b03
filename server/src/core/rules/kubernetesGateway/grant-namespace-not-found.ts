import { namespaceState, similarNamespaces } from "../../index/namespaces";
import { replaceValue } from "../fixText";
import { defineRule } from "../rule";

/** Source: Gateway API specification (ReferenceGrant); Kiali k8sreferencegrants/namespace_checker.go. */
export const grantNamespaceNotFound = defineRule({
  code: "grant-namespace-not-found",
  docs: {
    what: "A ReferenceGrant is for routes of a namespace that does not exist.",
    why: "It grants nothing to anybody: routes of the namespace that was meant get 500 for their backends here.",
    bad: "from:\n- {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shpo}",
    good: "from:\n- {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}",
  },
  level: "warning",
  kinds: ["ReferenceGrant"],
  reads: ["names", "in-view"],
  istio: [],
  kiali: ["KIA1601"],
  *check(resource, { index }) {
    for (const { namespace } of resource.model.from) {
      if (namespace === undefined || namespace.value === "") continue;
      const state = namespaceState(index, namespace.value);
      const near = state === "present" ? [] : similarNamespaces(index, namespace.value);
      if (state === "present" || (state === "not-in-view" && near.length === 0)) continue;
      yield {
        at: namespace.span,
        ...(state === "absent" ? {} : { absence: "not-in-view" as const }),
        message: `${state === "absent" ? `No namespace ${namespace.value} exists` : `Nothing in view lies in namespace ${namespace.value}`}: the grant is for nobody.${near[0] === undefined ? "" : ` Did you mean ${near[0]}?`}`,
        fixes: () => near.map((name) => replaceValue(resource, namespace, name, "suggestion")),
      };
    }
  },
});
