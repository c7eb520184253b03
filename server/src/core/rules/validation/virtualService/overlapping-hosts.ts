import { dnsNameProblem } from "../../../model/dnsName";
import { hostMatches, isWildcardHost } from "../../../model/host";
import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateVirtualService (host.Name.Matches for every pair). */
export const overlappingHosts: ValidationRule = {
  code: "overlapping-hosts",
  docs: {
    what: "Two hosts of a VirtualService are the same, or one covers the other.",
    why: "The webhook rejects it: both would be the same virtual host with the same rules.",
    bad: "hosts:\n- '*.example.com'\n- shop.example.com",
    good: "hosts:\n- '*.example.com'",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-8"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    const seen = new Set<string>();
    const wildcards: string[] = [];
    for (const { value: host, path } of spec.items("hosts")) {
      if (typeof host !== "string" || dnsNameProblem(host) !== undefined) continue;
      const candidates = isWildcardHost(host) ? seen : wildcards;
      const other = seen.has(host) ? host : [...candidates].find((one) => hostMatches(one, host));
      if (other !== undefined) {
        report(
          path,
          other === host
            ? `The host "${host}" is given twice. Remove one.`
            : `The hosts "${other}" and "${host}" overlap. Keep the wider one.`,
          {
            fixes: [{ ...removal(path, `Remove ${host}`), kind: other === host ? "safe" : "suggestion" }],
          },
        );
      }
      seen.add(host);
      if (isWildcardHost(host)) wildcards.push(host);
    }
  },
};
