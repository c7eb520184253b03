import { credentialsOf } from "../../index/credentials";
import type { ServerTls } from "../../model/gateway";
import { defineRule } from "../rule";

/** Source: pilot/pkg/credentials/kube/secrets.go ExtractCertInfo, extractRoot; analyzer gateway.SecretAnalyzer. */
export const gatewayCredentialUnusable = defineRule({
  code: "gateway-credential-unusable",
  docs: {
    what: "The Secret that a server names lacks the keys of a certificate.",
    why: "A server needs `tls.crt` and `tls.key` (or `cert` and `key`); with mutual TLS also `cacert` beside `cert`, unless a second Secret with -cacert behind its name holds it. Otherwise TLS handshakes fail. Values are not looked at: whether a certificate has expired is not told.",
    bad: "kind: Secret\nstringData: {certificate: a, key: b}",
    good: "kind: Secret\ntype: kubernetes.io/tls\nstringData: {tls.crt: a, tls.key: b}",
  },
  level: "error",
  kinds: ["Gateway"],
  reads: ["workload-label", "secret"],
  istio: ["IST0161"],
  kiali: [],
  *check(resource, { index }) {
    for (const { name, tls, secrets } of credentialsOf(index, resource)) {
      const problems = secrets.map((secret) => missingKeys(secret.model.keys, tls));
      const [first] = secrets;
      if (first === undefined || problems.some((problem) => problem === undefined)) continue;
      yield {
        at: name.span,
        message: `Secret ${first.name.value} has ${first.model.keys.length === 0 ? "no keys" : `the keys ${first.model.keys.join(", ")}`}, but not ${problems[0]}: TLS handshakes fail.`,
        related: [{ resource: first, span: first.name.span, message: "the Secret" }],
      };
    }
  },
});

function missingKeys(keys: readonly string[], tls: ServerTls): string | undefined {
  const has = (...names: readonly string[]) => names.every((name) => keys.includes(name));
  if (!has("tls.crt", "tls.key") && !has("cert", "key")) return "tls.crt and tls.key";
  const mutual = tls.mode?.value === "MUTUAL" || tls.mode?.value === "OPTIONAL_MUTUAL";
  return mutual && keys.some((key) => key === "cert") && !has("cacert") && !has("ca.crt") ? "cacert" : undefined;
}
