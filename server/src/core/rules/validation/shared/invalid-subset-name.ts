import { isDnsLabel } from "../../../model/dnsName";
import { type Report, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { destinationsOf } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go validateSubsetName. */
export const invalidSubsetName: ValidationRule = {
  code: "invalid-subset-name",
  docs: {
    what: "The name of a subset is no DNS label.",
    why: "The webhook rejects it: the name becomes part of a cluster's name, in which dots separate. Letters, digits and inner dashes are possible.",
    bad: "subsets:\n- name: v1.2",
    good: "subsets:\n- name: v1-2",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-72", "DR-7"],
  kinds: ["VirtualService", "DestinationRule", "Sidecar"],
  check({ kind, spec }, report) {
    if (kind === "DestinationRule") checkNames(spec.select("subsets[].name"), "needed", report);
    else {
      const destinations = kind === "Sidecar" ? spec.select("outboundTrafficPolicy.egressProxy") : destinationsOf(spec);
      for (const destination of destinations) checkNames(destination.select("subset"), "or none", report);
    }
  },
};

function checkNames(names: readonly Field[], need: "needed" | "or none", report: Report): void {
  for (const { value, path } of names) {
    if (typeof value !== "string" || isDnsLabel(value) || (value === "" && need === "or none")) continue;
    if (value === "") {
      report(path, 'A subset needs a name. Write one such as "v1".');
      continue;
    }
    const name = value.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
    report(path, `"${value}" is no name of a subset: letters, digits and inner dashes, at most 63.`, {
      fixes: isDnsLabel(name) ? [replacement(path, name)] : [],
    });
  }
}
