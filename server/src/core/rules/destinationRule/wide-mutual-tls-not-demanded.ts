import { namespaceOfWildcard, serverMtls } from "../../index/mtls";
import { defineRule } from "../rule";

/** Source: istio.io PeerAuthentication (PERMISSIVE unless something is said); Kiali destinationrules/meshwide_mtls_checker.go, namespacewide_mtls_checker.go. */
export const wideMutualTlsNotDemanded = defineRule({
  code: "wide-mutual-tls-not-demanded",
  docs: {
    what: "A DestinationRule makes all clients of a namespace or of the mesh use mutual TLS, but no PeerAuthentication says that servers demand it.",
    why: "Nothing fails: servers take mutual TLS unless it is disabled. But they take plain text as well, from anybody, so the rule protects less than it seems to. Said only where automatic mutual TLS is off, because with it such a rule is not needed at all. Kiali calls it an error; mutual TLS towards servers that refuse it is one, and found by mtls-mismatch.",
    bad: 'kind: DestinationRule   # enableAutoMtls: false, no PeerAuthentication\nspec: {host: "*.shop.svc.cluster.local", trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}',
    good: "kind: PeerAuthentication\nmetadata: {name: default, namespace: shop}\nspec: {mtls: {mode: STRICT}}",
  },
  level: "information",
  kinds: ["DestinationRule"],
  reads: ["policies"],
  istio: [],
  kiali: ["KIA0205", "KIA0206"],
  *check(resource, { index }) {
    const mode = resource.model.trafficPolicy?.tls?.mode;
    if (index.mesh.autoMtls || mode?.value !== "ISTIO_MUTUAL") return;
    const covered = namespaceOfWildcard(resource.model.host?.value ?? "", index.mesh);
    if (covered === undefined) return;
    const { policy } = serverMtls(index, covered === "*" ? index.mesh.rootNamespace : covered, undefined, resource.file);
    if (policy !== undefined) return;
    const servers = covered === "*" ? "the mesh" : `namespace ${covered}`;
    yield {
      at: mode.span,
      message: `Clients of ${servers} use mutual TLS, but no PeerAuthentication in view is for ${servers}: servers take plain text as well. One with the mode STRICT demands it.`,
    };
  },
});
