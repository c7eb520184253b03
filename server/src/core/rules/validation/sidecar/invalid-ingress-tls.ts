import { isHttpFamily, isTlsFamily, parseProtocol } from "../../../model/protocol";
import { type Report, rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/** Source: pkg/config/validation/validation.go ValidateSidecar (what TLS settings have in common with a Gateway's is checked there). */
export const invalidIngressTls: ValidationRule = {
  code: "invalid-ingress-tls",
  docs: {
    what: "An ingress listener of a Sidecar has TLS settings that only a Gateway can have, or HTTP settings where it does not speak HTTP.",
    why: "The webhook rejects the former: a sidecar reads certificates from files only, at ports for HTTPS or TLS. HTTP settings of a connection pool have no effect at other ports.",
    bad: "ingress:\n- port: {number: 443, protocol: HTTPS, name: https}\n  tls: {mode: SIMPLE, credentialName: website}",
    good: "ingress:\n- port: {number: 443, protocol: HTTPS, name: https}\n  tls: {mode: SIMPLE, serverCertificate: /etc/certs/cert.pem, privateKey: /etc/certs/key.pem}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["SC-10", "SC-11", "SC-12", "SC-13", "SC-14", "SC-15", "SC-16", "SC-20"],
  kinds: ["Sidecar"],
  check({ spec }, report) {
    for (const listener of spec.items("ingress")) {
      const port = listener.get("port");
      const written = port?.text("protocol") ?? "";
      const protocol = parseProtocol(written);
      const tls = listener.get("tls");
      if (tls !== undefined) {
        checkTls(tls, report);
        if (port !== undefined && (protocol === undefined || !isTlsFamily(protocol))) {
          report(
            tls.path,
            `TLS ends at a listener for HTTPS or TLS only, and this one speaks ${written === "" ? "what it finds" : written}.`,
            {
              on: "key",
              missing: true,
              fixes: [removal(tls.path)],
            },
          );
        }
      }
      const http = listener.get("connectionPool")?.get("http");
      if (http !== undefined && port !== undefined && !(protocol !== undefined && isHttpFamily(protocol))) {
        report(http.path, `The listener does not speak HTTP, so these settings have no effect: only those of "tcp" have.`, {
          on: "key",
          level: "warning",
          missing: true,
          fixes: [removal(http.path)],
        });
      }
    }
  },
};

function checkTls(tls: Field, report: Report): void {
  for (const field of tls.set(["subjectAltNames", "httpsRedirect", "credentialName", "credentialNames", "tlsCertificates"])) {
    const path = [...tls.path, field];
    report(path, `"${field}" is for Gateways: a Sidecar does not support it. Remove it.`, { on: "key", fixes: [removal(path)] });
  }
  const mode = tls.text("mode");
  if (mode === "ISTIO_MUTUAL" || mode === "AUTO_PASSTHROUGH") {
    report(
      [...tls.path, "mode"],
      `The mode ${mode} is not possible at a Sidecar. Write SIMPLE or MUTUAL; mutual TLS of the mesh needs no settings here.`,
    );
  }
}
