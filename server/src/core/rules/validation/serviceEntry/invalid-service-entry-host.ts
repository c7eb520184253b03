import { bareHost, fqdnProblem, wildcardDomainProblem } from "../../../model/dnsName";
import { type Report, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateServiceEntry. */
export const invalidServiceEntryHost: ValidationRule = {
  code: "invalid-service-entry-host",
  docs: {
    what: "A host of a ServiceEntry is no DNS name, or one that the resolution cannot look up.",
    why: "The webhook rejects it: `DNS` looks hosts up unless there are endpoints, and a wildcard has no address; `DYNAMIC_DNS` is for wildcards only. A `*` that is part of a label passes, but is not supported.",
    bad: "hosts: ['*.example.com']\nresolution: DNS",
    good: "hosts: [api.example.com]\nresolution: DNS",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["SE-5", "SE-6", "SE-30", "SE-41"],
  kinds: ["ServiceEntry"],
  check({ spec }, report) {
    const resolution = spec.text("resolution");
    const looksUp = (resolution === "DNS" || resolution === "DNS_ROUND_ROBIN") && isEmptyList(spec, "endpoints");
    for (const host of spec.items("hosts")) {
      if (typeof host.value !== "string" || host.value === "*") continue;
      checkHost(host, host.value, looksUp, resolution, report);
    }
  },
};

function checkHost({ path }: Field, host: string, looksUp: boolean, resolution: string, report: Report): void {
  const problem = wildcardDomainProblem(host);
  const wildcard = host.startsWith("*");
  if (problem !== undefined) {
    const bare = bareHost(host);
    report(path, `"${host}" is no host: ${problem}`, { fixes: bare === undefined ? [] : [replacement(path, bare)] });
  } else if (looksUp && fqdnProblem(host) !== undefined) {
    report(
      path,
      `"${host}" cannot be looked up, which the resolution ${resolution} does. Name one host, add endpoints, or use DYNAMIC_DNS.`,
    );
  } else if (resolution === "DYNAMIC_DNS" && !wildcard) {
    report(path, `The resolution DYNAMIC_DNS is for wildcards, and "${host}" is none. Use DNS, or "*.${host}".`);
  } else if (wildcard && !host.startsWith("*.") && resolution !== "DYNAMIC_DNS") {
    const whole = `*.${host.replace(/^\*-?/, "")}`;
    report(path, `A "*" that is part of a label is not supported. Write "${whole}".`, {
      level: "warning",
      fixes: [replacement(path, whole)],
    });
  }
}
