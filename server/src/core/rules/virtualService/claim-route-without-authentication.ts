import { gatewaysNamed } from "../../index/gateways";
import type { IndexView } from "../../index/indexView";
import { policiesKey } from "../../index/keys";
import { companions } from "../../index/nearest";
import { selectableLabels, workloadsWithLabels } from "../../index/workloads";
import type { Gateway } from "../../model/gateway";
import { meshGateway } from "../../model/host";
import { type LabelMap, selects } from "../../model/labels";
import { isKind, type Resource } from "../../model/resource";
import { describeRoute } from "../../model/virtualService";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go (JWT claim routing); analyzer virtualservice.JWTClaimRouteAnalyzer. */
export const claimRouteWithoutAuthentication = defineRule({
  code: "claim-route-without-authentication",
  docs: {
    what: "A rule matches a JWT claim at a gateway for which no RequestAuthentication is in view.",
    why: "Claims are known only after a RequestAuthentication has checked the token at the gateway. Without one the condition never holds and the rule gets no request (with withoutHeaders: it always holds). istioctl looks for it in the namespace istio-system only; here the mesh's root namespace counts.",
    bad: "match:\n- headers:\n    '@request.auth.claims.group': {exact: dev}   # no RequestAuthentication for the gateway's pods",
    good: "kind: RequestAuthentication\nmetadata: {namespace: istio-system}\nspec:\n  selector: {matchLabels: {istio: ingressgateway}}\n  jwtRules: [{issuer: me, jwksUri: https://example.com/jwks}]",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["gateway", "policies", "workload-label"],
  istio: ["IST0149"],
  kiali: [],
  *check(resource, { index }) {
    const claims = resource.model.routes.flatMap((route) =>
      route.matches.flatMap((match) =>
        [...match.headers, ...match.withoutHeaders].flatMap(({ name }) =>
          /^@request\.auth\.claims[.[]/i.test(name.value) ? [{ route, name }] : [],
        ),
      ),
    );
    const [first] = claims;
    if (first === undefined) return;
    for (const reference of resource.model.gateways) {
      if (reference.value === meshGateway) continue;
      const gateways = companions(gatewaysNamed(index, reference.value, resource.effectiveNamespace), resource.file).filter((one) =>
        isKind(one, "Gateway"),
      );
      if (gateways.length === 0 || gateways.some((gateway) => isAuthenticated(index, gateway))) continue;
      const known = index.mesh.complete || gateways.some((gateway) => workloadsWithLabels(index, gateway.model.selector).length > 0);
      yield {
        at: first.name.span,
        ...(known ? {} : { absence: "not-in-view" as const }),
        message: `${describeRoute(first.route)} matches a JWT claim, but no RequestAuthentication ${known ? "selects" : "in view is for"} the pods of Gateway ${reference.value}: the condition never holds there.`,
        related: gateways.slice(0, 2).map((gateway) => ({ resource: gateway, span: gateway.name.span, message: "the gateway" })),
      };
      return;
    }
  },
});

/** A RequestAuthentication for the gateway's pods: in their namespace, or in the root namespace. */
function isAuthenticated(index: IndexView, gateway: Resource<Gateway>): boolean {
  const pods = workloadsWithLabels(index, gateway.model.selector);
  const places: readonly { readonly namespace: string; readonly labels: LabelMap }[] =
    pods.length > 0
      ? pods.map((pod) => ({ namespace: pod.effectiveNamespace, labels: selectableLabels(pod) }))
      : [{ namespace: gateway.effectiveNamespace, labels: gateway.model.selector }];
  return places.some(({ namespace, labels }) =>
    [...new Set([namespace, index.mesh.rootNamespace])].some((where) =>
      index
        .lookup(policiesKey(where))
        .some(
          (one) =>
            isKind(one, "Policy") &&
            one.model.policyKind === "RequestAuthentication" &&
            (one.model.targetRefs.length > 0 || one.model.selector === undefined || selects(one.model.selector, labels)),
        ),
    ),
  );
}
