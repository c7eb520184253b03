import { isDnsLabel } from "../../../model/dnsName";
import { type Report, rejectedByWebhook, removal, type ValidatedObject, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/** Source: pkg/config/validation/validation.go validateExportTo, pkg/config/visibility/visibility.go. */
export const invalidExportTo: ValidationRule = {
  code: "invalid-export-to",
  docs: {
    what: "`exportTo` names a namespace that is none, names one twice, or mixes `*` (all) or `~` (none) with others.",
    why: "The webhook rejects it. `.` is the own namespace, `*` all of them; `~` is possible for a ServiceEntry only. A DestinationRule for selected workloads counts in its own namespace only.",
    bad: "exportTo: ['*', shop]",
    good: "exportTo: ['*']",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-11", "DR-2", "DR-3", "SE-50"],
  kinds: ["VirtualService", "DestinationRule", "ServiceEntry"],
  check(object, report) {
    const entries = object.spec.items("exportTo");
    const named = new Set<string>();
    for (const entry of entries) checkEntry(entry, named, object, report);
    for (const { value, path } of entries) {
      if (entries.length < 2 || !((value === "*" && named.has("*")) || (value === "~" && named.has("~")))) continue;
      const meaning = value === "*" ? "means every namespace" : "means no namespace at all";
      report(path, `"${value}" ${meaning}, so nothing can stand beside it.`, { fixes: [removal(path, `Remove ${value}`)] });
    }
    if (object.kind !== "DestinationRule" || !object.spec.has("workloadSelector") || named.size === 0) return;
    if (named.size > 1 || !named.has(object.namespace)) {
      report(
        [...object.spec.path, "exportTo"],
        'With a workloadSelector the rule is for its own namespace: "." is all that can stand here.',
        {
          on: "key",
          fixes: [removal([...object.spec.path, "exportTo"])],
        },
      );
    }
  },
};

function checkEntry({ value, path }: Field, named: Set<string>, { kind, namespace }: ValidatedObject, report: Report): void {
  if (typeof value !== "string") return;
  const key = value === "." ? namespace : value;
  if (named.has(key)) {
    report(path, `The namespace "${key}" is named twice. Remove one.`, { fixes: [{ ...removal(path, `Remove ${value}`), kind: "safe" }] });
  } else if (value === "~" && kind !== "ServiceEntry") {
    report(path, `"~" (no namespace) is possible for a ServiceEntry only. Write "." for the own namespace, or remove it.`);
  } else if (value !== "." && value !== "*" && value !== "~" && !isDnsLabel(value)) {
    report(path, `"${value}" is no namespace: name one, or write "." for the own and "*" for all.`);
  } else {
    named.add(key);
  }
}
