import { isTlsFamily, type TrafficProtocol } from "../../../model/protocol";
import { type Report, type ReportOptions, rejectedByWebhook, removal, type ValidationRule, warnedByWebhook } from "../../validation";
import type { Field } from "../field";
import { isPassthrough, modeOf, protocolOfPort, serversOf } from "../primitives/gatewayServer";
import { listOf } from "../primitives/words";

/** Source: pkg/config/validation/validation.go validateTLSOptions. */
export const invalidServerTls: ValidationRule = {
  code: "invalid-server-tls",
  docs: {
    what: "The TLS settings of a server lack a certificate that the mode needs, or name certificates in two ways or against the mode.",
    why: "The webhook rejects it. SIMPLE needs a certificate with its key, MUTUAL also that of the clients' authority; they come from a Secret (`credentialName`) or from files. ISTIO_MUTUAL brings its own, PASSTHROUGH ignores any.",
    bad: "tls:\n  mode: SIMPLE",
    good: "tls:\n  mode: SIMPLE\n  credentialName: shop-example-com",
  },
  level: "error",
  istio: [...rejectedByWebhook, ...warnedByWebhook],
  kiali: [],
  numbers: [
    ...["GW-23", "GW-24", "GW-25", "GW-26", "GW-27", "GW-28", "GW-29", "GW-30", "GW-31", "GW-32", "GW-34", "GW-35", "GW-36", "GW-37"],
    "SC-17",
  ],
  kinds: ["Gateway", "Sidecar"],
  check(object, report) {
    for (const server of serversOf(object)) {
      const tls = server.get("tls");
      if (tls !== undefined) checkTls(tls, protocolOfPort(server), report);
    }
  },
};

/** Whether a server for a protocol has certificates at all is for another rule. */
function checkTls(tls: Field, protocol: TrafficProtocol | undefined, report: Report): void {
  const mode = modeOf(tls);
  if (mode === "ISTIO_MUTUAL") {
    for (const field of tls.set(certificateFields)) {
      refuse(tls, field, "In the mode ISTIO_MUTUAL certificates come from Istio", report);
    }
    return;
  }
  if (isPassthrough(tls)) checkIgnored(tls, mode, report);
  const sources = sourcesOf(tls);
  if (sources.length > 1) {
    report(
      [...tls.path, sources.at(-1) ?? ""],
      `The certificate comes from one place only, and ${listOf(sources, "and")} are given. Keep one.`,
      {
        on: "key",
        fixes: sources.map((field) => removal([...tls.path, field])),
      },
    );
  }
  const remote = tls.set(["credentialName", "credentialNames"]).length > 0;
  const secure = protocol !== undefined && isTlsFamily(protocol);
  if (secure && !remote && !isPassthrough(tls)) checkComplete(tls, mode, report);
  checkRevocation(tls, mode, remote, report);
}

const certificateFields = ["serverCertificate", "privateKey", "caCertificates", "tlsCertificates", "credentialName", "credentialNames"];

function refuse(tls: Field, field: string, reason: string, report: Report, options: ReportOptions = {}): void {
  const path = [...tls.path, field];
  report(path, `${reason}, so "${field}" ${options.level === undefined ? "is not possible" : "is ignored"}. Remove it.`, {
    ...options,
    on: "key",
    fixes: [removal(path)],
  });
}

function checkIgnored(tls: Field, mode: string, report: Report): void {
  const revocation = tls.text("credentialName") === "" ? ["caCrl"] : [];
  for (const field of tls.set([...certificateFields, ...revocation])) {
    refuse(tls, field, `In the mode ${mode} the server does not decrypt`, report, { level: "warning", missing: true });
  }
}

/** A pair counts when it is complete. */
function sourcesOf(tls: Field): readonly string[] {
  const pair = tls.set(["serverCertificate", "privateKey"]).length === 2;
  return [...(pair ? ["serverCertificate"] : []), ...tls.set(["tlsCertificates", "credentialName", "credentialNames"])];
}

function checkComplete(tls: Field, mode: string, report: Report): void {
  const certificates = tls.items("tlsCertificates");
  for (const certificate of certificates) {
    const absent = ["serverCertificate", "privateKey"].filter((field) => certificate.text(field) === "");
    if (absent.length > 0)
      report(certificate.path, `A certificate needs its key. Add ${listOf(absent, "and")}.`, { on: "key", missing: true });
  }
  const needed = [
    ...(certificates.length === 0 ? ["serverCertificate", "privateKey"] : []),
    ...(mode === "SIMPLE" ? [] : ["caCertificates"]),
  ];
  const absent = needed.filter((field) => tls.text(field) === "");
  if (absent.length > 0) {
    const why = absent.includes("caCertificates") ? "checks certificates of clients" : "needs a certificate with its key";
    report(tls.path, `The mode ${mode} ${why}. Add ${listOf(absent, "and")}, or "credentialName".`, { on: "key", missing: true });
  }
}

/** Where the mode reads a Secret the webhook looks no further. */
function checkRevocation(tls: Field, mode: string, remote: boolean, report: Report): void {
  if (tls.text("caCrl") === "") return;
  const secret = "With a Secret the list of revoked certificates is part of it";
  if (remote && !isPassthrough(tls)) refuse(tls, "caCrl", secret, report, { level: "warning" });
  else if (tls.text("credentialName") !== "") refuse(tls, "caCrl", secret, report);
  else if (mode === "SIMPLE") refuse(tls, "caCrl", "The mode SIMPLE checks no certificates of clients", report);
}
