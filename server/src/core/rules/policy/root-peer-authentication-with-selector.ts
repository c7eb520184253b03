import { isForAllWorkloads } from "../../index/policies";
import { describeLabels, noLabels } from "../../model/labels";
import { defineRule } from "../rule";

/** Source: pilot/pkg/security/authn/v1beta1 (composing PeerAuthentications passes over those of the root namespace that have a selector). */
export const rootPeerAuthenticationWithSelector = defineRule({
  code: "root-peer-authentication-with-selector",
  docs: {
    what: "A PeerAuthentication of the root namespace has a selector.",
    why: "In the root namespace only the one without a selector counts, for the whole mesh. One with a selector is passed over for every workload, even for those of the root namespace: it secures nothing. AuthorizationPolicies and RequestAuthentications with a selector, in contrast, hold for workloads of all namespaces there.",
    bad: "kind: PeerAuthentication\nmetadata: {name: gateway, namespace: istio-system}\nspec: {selector: {matchLabels: {istio: ingressgateway}}, mtls: {mode: STRICT}}",
    good: "kind: PeerAuthentication\nmetadata: {name: gateway, namespace: istio-ingress}\nspec: {selector: {matchLabels: {istio: ingressgateway}}, mtls: {mode: STRICT}}",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: [],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    const { policyKind, selector } = resource.model;
    if (policyKind !== "PeerAuthentication" || isForAllWorkloads(resource)) return;
    if (resource.effectiveNamespace !== index.mesh.rootNamespace) return;
    yield {
      at: selector?.span ?? resource.name.span,
      message: `In the root namespace a PeerAuthentication with a selector (${describeLabels(selector ?? noLabels)}) is passed over for every workload. Put it into the namespace of the workloads.`,
    };
  },
});
