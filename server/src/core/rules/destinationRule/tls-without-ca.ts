import { clientTlsOf } from "../../index/clientTls";
import { changeTree } from "../fixText";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/cluster_tls.go; analyzer destinationrule.CaCertificateAnalyzer, which leaves out subsets. */
export const tlsWithoutCa = defineRule({
  code: "tls-without-ca",
  docs: {
    what: "Clients start TLS to a host without being told which certificates to trust.",
    why: "Depending on the release and its VERIFY_CERTIFICATE_AT_CLIENT, the proxy then trusts the operating system's certificates, or checks nothing at all and talks to whoever answers. `caCertificates` (a path, or `system`) says it; `credentialName` counts only together with `workloadSelector`, because other sidecars cannot read the Secret. istioctl does not look at the policies of subsets.",
    bad: "trafficPolicy:\n  tls: {mode: SIMPLE}",
    good: "trafficPolicy:\n  tls: {mode: SIMPLE, caCertificates: system}",
  },
  level: "information",
  kinds: ["DestinationRule"],
  reads: [],
  istio: ["IST0128", "IST0129"],
  kiali: [],
  *check(resource) {
    const selected = resource.model.workloadSelector !== undefined;
    for (const { tls, mode, port } of clientTlsOf(resource.model)) {
      if ((mode.value !== "SIMPLE" && mode.value !== "MUTUAL") || tls.insecureSkipVerify) continue;
      if ((tls.caCertificates?.value ?? "") !== "" || (selected && (tls.credentialName?.value ?? "") !== "")) continue;
      const ignored =
        (tls.credentialName?.value ?? "") !== "" ? ' "credentialName" is read by gateways only, unless there is a workloadSelector.' : "";
      yield {
        at: mode.span,
        message: `${mode.value} without "caCertificates"${port === undefined ? "" : ` for port ${port}`}: depending on the release the server's certificate is not checked.${ignored} Set caCertificates, for example to system.`,
        fixes: (context) =>
          tls.credentialName !== undefined
            ? []
            : changeTree(
                context,
                resource,
                { action: "add-entry", beside: mode.span, key: "caCertificates", value: "system" },
                { title: "Trust the certificates of the system", kind: "suggestion" },
              ),
      };
    }
  },
});
