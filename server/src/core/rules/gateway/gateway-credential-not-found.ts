import { credentialsOf } from "../../index/credentials";
import { defineRule } from "../rule";

/** Source: pilot/pkg/credentials/kube/secrets.go; analyzer gateway.SecretAnalyzer. */
export const gatewayCredentialNotFound = defineRule({
  code: "gateway-credential-not-found",
  docs: {
    what: "A server of a Gateway names a Secret that does not exist.",
    why: "The certificate is looked for in the namespace of the gateway's pods. Without it the listener has no certificate, and TLS handshakes fail. Reported only where Secrets of that namespace are among the files, because most repositories hold none. A Certificate of cert-manager, a SealedSecret and an ExternalSecret count as the Secret that is made from them.",
    bad: "tls: {mode: SIMPLE, credentialName: shop-tsl}   # the Secret is called shop-tls",
    good: "tls: {mode: SIMPLE, credentialName: shop-tls}",
  },
  level: "error",
  kinds: ["Gateway"],
  reads: ["workload-label", "secret", "in-view"],
  istio: ["IST0101"],
  kiali: [],
  *check(resource, { index }) {
    for (const { name, secrets, namespaces, isMade } of credentialsOf(index, resource)) {
      if (secrets.length > 0 || isMade || !namespaces.some((namespace) => index.inView("Secret", namespace))) continue;
      yield {
        at: name.span,
        message: `No Secret ${name.value} exists in namespace ${namespaces.join(" or ")}, where the gateway's pods look for it: TLS handshakes fail.`,
      };
    }
  },
});
