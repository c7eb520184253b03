import { subnetProblem } from "../../../model/ipAddress";
import { rejectedByWebhook, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/agent/validation.go ValidateIPSubnet. */
export const invalidSubnet: ValidationRule = {
  code: "invalid-subnet",
  docs: {
    what: "An address is neither an IP address nor a range in CIDR notation.",
    why: "The webhook rejects it. Names are not possible here, and a prefix length goes up to 32 for IPv4 and 128 for IPv6.",
    bad: "tcp:\n- match: [{destinationSubnets: [10.0.0.0/33]}]",
    good: "tcp:\n- match: [{destinationSubnets: [10.0.0.0/16]}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-116", "VS-126", "SE-7"],
  kinds: ["VirtualService", "ServiceEntry"],
  check({ kind, spec }, report) {
    const places = kind === "ServiceEntry" ? ["addresses[]"] : ["tls[].match[].destinationSubnets[]", "tcp[].match[].destinationSubnets[]"];
    for (const place of places) {
      for (const { value, path } of spec.select(place)) {
        const problem = typeof value === "string" ? subnetProblem(value) : undefined;
        if (problem !== undefined) report(path, `"${value}" is no address: ${problem}`);
      }
    }
  },
};
