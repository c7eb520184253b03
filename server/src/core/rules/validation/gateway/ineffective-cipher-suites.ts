import { similarNames } from "../../../text/similar";
import { type Report, removal, replacement, type ValidationRule, warnedByWebhook } from "../../validation";
import type { Field } from "../field";
import { serversOf } from "../primitives/gatewayServer";

/** Source: pkg/config/validation/validation.go validateTLSOptions, pkg/config/security/security.go IsValidCipherSuite. */
export const ineffectiveCipherSuites: ValidationRule = {
  code: "ineffective-cipher-suites",
  docs: {
    what: "A cipher suite of a server is unknown or given twice, or an old version of TLS is allowed without suites for it.",
    why: "Unknown suites and repetitions are ignored. By default no suite works with versions below TLS 1.2, so clients that speak only those cannot connect.",
    bad: "tls:\n  mode: SIMPLE\n  minProtocolVersion: TLSV1_0",
    good: "tls:\n  mode: SIMPLE\n  minProtocolVersion: TLSV1_0\n  cipherSuites: [ECDHE-RSA-AES128-SHA]",
  },
  level: "warning",
  istio: warnedByWebhook,
  kiali: [],
  numbers: ["GW-20", "GW-21", "GW-22", "SC-17"],
  kinds: ["Gateway", "Sidecar"],
  check(object, report) {
    for (const tls of serversOf(object).flatMap((server) => server.get("tls") ?? [])) {
      const oldest = tls.text("minProtocolVersion");
      const listed = tls.items("cipherSuites");
      if ((oldest === "TLSV1_0" || oldest === "TLSV1_1") && listed.length === 0) {
        report(
          [...tls.path, "minProtocolVersion"],
          `By default no cipher suite works with ${oldest}: clients that need it cannot connect. Add "cipherSuites".`,
          {
            missing: true,
          },
        );
      }
      checkSuites(listed, report);
    }
  },
};

function checkSuites(listed: readonly Field[], report: Report): void {
  const seen = new Set<string>();
  for (const { value, path } of listed) {
    if (typeof value !== "string") continue;
    if (!isPossible(value)) {
      report(path, `"${value}" is no cipher suite that Envoy knows: it is ignored. Correct or remove it.`, {
        fixes: [...similarNames(value, suites).map((name) => replacement(path, name)), removal(path, "Remove the suite")],
      });
    } else if (seen.has(value)) {
      report(path, `"${value}" is given twice. Remove one.`, { fixes: [{ ...removal(path, "Remove the repetition"), kind: "safe" }] });
    }
    seen.add(value);
  }
}

/** What does not start with a letter or digit is an expression of BoringSSL. */
function isPossible(suite: string): boolean {
  return suite === "" || suite === "ALL" || !/^[\p{L}\p{N}]/u.test(suite) || suites.includes(suite);
}

const suites = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-SHA",
  "ECDHE-RSA-AES128-SHA",
  "ECDHE-ECDSA-AES256-SHA",
  "ECDHE-RSA-AES256-SHA",
  "AES128-GCM-SHA256",
  "AES256-GCM-SHA384",
  "AES128-SHA",
  "AES256-SHA",
  "DES-CBC3-SHA",
];
