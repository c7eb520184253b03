import { isMutualTlsWritten } from "../../index/mtls";
import { selectorLabels } from "../../index/selection";
import { defineRule } from "../rule";

/** Source: istio.io PeerAuthentication with enableAutoMtls false; Kiali peerauthentications/mesh_mtls_checker.go, namespace_mtls_checker.go. */
export const strictWithoutClientTls = defineRule({
  code: "strict-without-client-tls",
  docs: {
    what: "Servers demand mutual TLS while automatic mutual TLS is off and no DestinationRule makes clients use it.",
    why: "With `enableAutoMtls: false` clients send plain text unless a DestinationRule says ISTIO_MUTUAL: every request to these servers gets 503. With automatic mutual TLS, which is the default, nothing is needed.",
    bad: "kind: PeerAuthentication\nmetadata: {namespace: istio-system}\nspec: {mtls: {mode: STRICT}}",
    good: "kind: DestinationRule\nmetadata: {namespace: istio-system}\nspec: {host: '*.local', trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}",
  },
  level: "error",
  kinds: ["Policy"],
  reads: ["wildcard-destination-rule"],
  istio: [],
  kiali: ["KIA0401", "KIA0501"],
  *check(resource, { index }) {
    const mode = resource.model.mtlsMode;
    if (resource.model.policyKind !== "PeerAuthentication" || mode?.value !== "STRICT" || selectorLabels(resource) !== undefined) return;
    if (index.mesh.autoMtls) return;
    const namespace = resource.effectiveNamespace;
    const wide = namespace === index.mesh.rootNamespace;
    if (isMutualTlsWritten(index, wide ? "*" : namespace)) return;
    const hosts = wide ? "*.local" : `*.${namespace}.svc.${index.mesh.domain}`;
    yield {
      at: mode.span,
      message: `Automatic mutual TLS is off, and no DestinationRule for ${hosts} makes clients use it: requests to servers of ${wide ? "the mesh" : `namespace ${namespace}`} get 503.`,
    };
  },
});
