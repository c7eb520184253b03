import { isHttpFamily, isTlsFamily, parseProtocol } from "../../../model/protocol";
import { type Report, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateServiceEntry. */
export const severalHostsOnOnePort: ValidationRule = {
  code: "several-hosts-on-one-port",
  docs: {
    what: "Several hosts share a port whose protocol does not tell them apart.",
    why: "HTTP names the host and TLS the server; plain TCP (and a port without protocol) names nothing, so the webhook rejects several hosts there. With addresses the first host takes every connection.",
    bad: "hosts: [a.example.com, b.example.com]\nresolution: DNS\nports: [{number: 5432, name: tcp, protocol: TCP}]",
    good: "hosts: [a.example.com]\nresolution: DNS\nports: [{number: 5432, name: tcp, protocol: TCP}]",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["SE-37", "SE-49"],
  kinds: ["ServiceEntry"],
  check({ spec }, report) {
    const resolution = spec.text("resolution");
    if (spec.items("hosts").length < 2 || resolution === "" || resolution === "NONE") return;
    const looksUp = resolution === "DNS" || resolution === "DNS_ROUND_ROBIN";
    const addressed = looksUp && !isEmptyList(spec, "addresses");
    for (const port of spec.items("ports")) checkPort(port, addressed, report);
  },
};

function checkPort(port: Field, addressed: boolean, report: Report): void {
  const written = port.text("protocol");
  const protocol = parseProtocol(written);
  const path = [...port.path, "protocol"];
  if (protocol === undefined && written !== "") return;
  if (protocol === undefined || !(isHttpFamily(protocol) || isTlsFamily(protocol))) {
    const subject = written === "" ? "A port without protocol" : written;
    report(path, `${subject} does not tell several hosts apart. Make a ServiceEntry for each host, or name a protocol of HTTP or TLS.`, {
      missing: true,
    });
  } else if (addressed && isTlsFamily(protocol)) {
    report(
      path,
      "With addresses the connections of this port are routed by address, so all of them go to the first host. Make a ServiceEntry for each host.",
      {
        level: "warning",
        missing: true,
      },
    );
  }
}
