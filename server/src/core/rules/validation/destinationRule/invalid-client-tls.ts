import { type Report, rejectedByWebhook, removal, type ValidatedObject, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { policiesAndPortsOf } from "../primitives/trafficPolicy";
import { listOf } from "../primitives/words";

/** Source: pkg/config/validation/agent/validation.go ValidateTLS. */
export const invalidClientTls: ValidationRule = {
  code: "invalid-client-tls",
  docs: {
    what: "The TLS settings of a DestinationRule lack a certificate that the mode needs, or name what the mode or `credentialName` rules out.",
    why: "The webhook rejects it. MUTUAL needs a certificate and a key, from files or from `credentialName`, not both; what is not verified needs nothing to verify with.",
    bad: "tls:\n  mode: MUTUAL\n  caCertificates: /etc/certs/ca.pem",
    good: "tls:\n  mode: MUTUAL\n  clientCertificate: /etc/certs/client.pem\n  privateKey: /etc/certs/key.pem\n  caCertificates: /etc/certs/ca.pem",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-80", "DR-81", "DR-82", "DR-83", "DR-84", "DR-85"],
  kinds: ["DestinationRule"],
  check(object, report) {
    for (const policy of policiesAndPortsOf(object.spec)) {
      const tls = policy.get("tls");
      if (tls === undefined) continue;
      const mode = tls.text("mode");
      checkConfigMap(tls, object, report);
      if (mode !== "SIMPLE" && mode !== "MUTUAL") continue;
      if (tls.flag("insecureSkipVerify")) {
        const verifying = ["caCertificates", "subjectAltNames", ...(mode === "SIMPLE" ? ["credentialName"] : [])];
        exclude(tls, verifying, '"insecureSkipVerify" switches verification off', report);
      }
      if (tls.text("credentialName") !== "") {
        exclude(
          tls,
          ["clientCertificate", "privateKey", "caCertificates", "caCrl"],
          'With "credentialName" certificates come from a Secret',
          report,
        );
      } else if (mode === "MUTUAL") {
        const absent = ["clientCertificate", "privateKey"].filter((field) => tls.text(field) === "");
        if (absent.length > 0) {
          report(
            tls.path,
            `The mode MUTUAL needs a certificate and a key of the client. Add ${listOf(absent, "and")}, or "credentialName".`,
            {
              on: "key",
              missing: true,
            },
          );
        }
      }
    }
  },
};

function exclude(tls: Field, fields: readonly string[], reason: string, report: Report): void {
  for (const field of tls.set(fields)) {
    const path = [...tls.path, field];
    report(path, `${reason}, so "${field}" has no place beside it. Remove one of them.`, { on: "key", fixes: [removal(path)] });
  }
}

function checkConfigMap(tls: Field, { namespace }: ValidatedObject, report: Report): void {
  const name = tls.text("credentialName");
  if (!name.startsWith("configmap://")) return;
  const [owner, map, ...more] = name.slice("configmap://".length).split("/");
  if (owner === namespace && map !== undefined && map !== "" && more.length === 0) return;
  report([...tls.path, "credentialName"], `A ConfigMap is named "configmap://${namespace}/name", in the namespace of the DestinationRule.`);
}
