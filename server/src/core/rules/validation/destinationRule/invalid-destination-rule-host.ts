import { bareHost, wildcardDomainProblem } from "../../../model/dnsName";
import { rejectedByWebhook, replacement, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateDestinationRule (ValidateWildcardDomain). */
export const invalidDestinationRuleHost: ValidationRule = {
  code: "invalid-destination-rule-host",
  docs: {
    what: "The host of a DestinationRule is no DNS name.",
    why: "The webhook rejects it. It names a service, or with a leading `*` several; IP addresses, ports and schemes are not possible.",
    bad: "host: https://cart.example.com",
    good: "host: cart.example.com",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-1"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    if (spec.value === undefined) {
      report(spec.path, 'The DestinationRule is for no host. Add "spec" with a "host".', { on: "key", missing: true });
      return;
    }
    const host = spec.get("host");
    if (typeof host?.value !== "string") return;
    const problem = wildcardDomainProblem(host.value);
    if (problem === undefined) return;
    const bare = bareHost(host.value);
    report(host.path, `"${host.value}" is no host: ${problem}`, {
      fixes: bare === undefined || wildcardDomainProblem(bare) !== undefined ? [] : [replacement(host.path, bare)],
    });
  },
};
