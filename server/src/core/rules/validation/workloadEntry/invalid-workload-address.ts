import { bareHost, fqdnProblem } from "../../../model/dnsName";
import { isIpAddress } from "../../../model/ipAddress";
import { rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import { unixAddressProblem, unixScheme } from "../primitives/unixAddress";

/** Source: pkg/config/validation/validation.go validateWorkloadEntry (that one of address and network is there, empty or not: in the schema). */
export const invalidWorkloadAddress: ValidationRule = {
  code: "invalid-workload-address",
  docs: {
    what: "The address of a WorkloadEntry is neither an IP address, nor a DNS name, nor a Unix socket.",
    why: "The webhook rejects it. Without an address the entry stands for the gateways of its network, which passes with a warning.",
    bad: "spec: {address: '10.0.0.5:8080'}",
    good: "spec: {address: 10.0.0.5, ports: {http: 8080}}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["WE-1", "WE-2", "WE-3", "WE-5"],
  kinds: ["WorkloadEntry"],
  check({ spec }, report) {
    const address = spec.text("address");
    const path = [...spec.path, "address"];
    if (address === "") {
      if (spec.text("network") === "") {
        const empty = ["address", "network"].find((field) => spec.has(field));
        if (empty !== undefined) report([...spec.path, empty], 'The workload has no address. Write an IP address or a name in "address".');
        return;
      }
      report([...spec.path, "network"], "The entry has a network, but no address: it stands for every gateway of that network.", {
        on: "key",
        level: "warning",
        missing: true,
      });
    } else if (address.startsWith(unixScheme)) {
      const problem = unixAddressProblem(address.slice(unixScheme.length));
      if (problem !== undefined) report(path, `"${address}" is no Unix socket: ${problem}`);
    } else if (!isIpAddress(address)) {
      const problem = fqdnProblem(address);
      const bare = bareHost(address);
      if (problem === undefined) return;
      report(path, `"${address}" is neither an IP address nor a name: ${problem}`, {
        fixes: bare === undefined ? [] : [replacement(path, bare)],
      });
    }
  },
};
