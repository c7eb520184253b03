import { isHttpFamily, isTlsFamily } from "../../../model/protocol";
import { type ManifestFix, type Report, rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isPassthrough, protocolOfPort } from "../primitives/gatewayServer";

/** Source: pkg/config/validation/validation.go validateServer. */
export const serverTlsMismatch: ValidationRule = {
  code: "server-tls-mismatch",
  docs: {
    what: "A server for HTTPS or TLS has no TLS settings, or one for another protocol has some.",
    why: "The webhook rejects it. At a server for HTTP only the redirect to HTTPS is possible.",
    bad: "port: {number: 443, name: https, protocol: HTTPS}\nhosts: [shop.example.com]",
    good: "port: {number: 443, name: https, protocol: HTTPS}\nhosts: [shop.example.com]\ntls: {mode: SIMPLE, credentialName: shop-example-com}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-16", "GW-17", "GW-18"],
  kinds: ["Gateway"],
  check({ spec }, report) {
    for (const server of spec.items("servers")) {
      const protocol = protocolOfPort(server);
      if (protocol === undefined) continue;
      const tls = server.get("tls");
      if (isTlsFamily(protocol)) {
        if (tls === undefined) reportMissing(server, protocol, report);
      } else if (tls !== undefined) checkPlain(server, tls, isHttpFamily(protocol), protocol, report);
    }
  },
};

function reportMissing(server: Field, protocol: string, report: Report): void {
  const add = (title: string, value: Readonly<Record<string, string>>): ManifestFix => ({
    title,
    kind: "suggestion",
    edits: [{ action: "add", path: server.path, key: "tls", value }],
  });
  report([...server.path, "port", "protocol"], `A server for ${protocol.toUpperCase()} needs TLS settings. Add "tls" with a mode.`, {
    missing: true,
    fixes: [
      ...(protocol === "https" ? [add("Add tls with a certificate from a Secret", { mode: "SIMPLE", credentialName: "certificate" })] : []),
      add("Add tls that passes through", { mode: "PASSTHROUGH" }),
    ],
  });
}

function checkPlain(server: Field, tls: Field, http: boolean, protocol: string, report: Report): void {
  const certificates = tls.set(["caCertificates", "privateKey", "serverCertificate"]).length > 0;
  if (http && isPassthrough(tls) && !certificates) return;
  const path = [...server.path, "port", "protocol"];
  const secure = http ? "HTTPS" : "TLS";
  report(
    tls.path,
    `A server for ${protocol.toUpperCase()} has no TLS${http ? ", it can only redirect to HTTPS" : ""}. Remove "tls", or change the protocol to ${secure}.`,
    {
      on: "key",
      fixes: [
        { title: `Change the protocol to ${secure}`, kind: "suggestion", edits: [{ action: "set", path, value: secure }] },
        removal(tls.path),
      ],
    },
  );
}
