import { isDnsLabel } from "../../../model/dnsName";
import { type Report, rejectedByWebhook, type ValidatedKind, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/** Source: pkg/config/labels/instance.go Validate. */
export const invalidLabel: ValidationRule = {
  code: "invalid-label",
  docs: {
    what: "A label has a key or a value that no label can have.",
    why: "The webhook rejects it. Labels are compared exactly: wildcards and lists are not possible.",
    bad: "subsets:\n- name: v1\n  labels: {version: v1*}",
    good: "subsets:\n- name: v1\n  labels: {version: v1}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-32", "VS-118", "VS-128", "DR-8", "SE-34", "WE-8", "WG-2"],
  kinds: ["VirtualService", "DestinationRule", "ServiceEntry", "WorkloadEntry", "WorkloadGroup"],
  check({ kind, spec }, report) {
    for (const place of places[kind] ?? []) for (const labels of spec.select(place)) checkLabels(labels, report);
  },
};

const places: Readonly<Partial<Record<ValidatedKind, readonly string[]>>> = {
  VirtualService: ["http[].match[].sourceLabels", "tls[].match[].sourceLabels", "tcp[].match[].sourceLabels"],
  DestinationRule: ["subsets[].labels"],
  ServiceEntry: ["endpoints[].labels"],
  WorkloadEntry: ["labels"],
  WorkloadGroup: ["metadata.labels"],
};

function checkLabels(labels: Field, report: Report): void {
  for (const [key, { value, path }] of labels.fields()) {
    if (!isKey(key)) {
      report(path, `"${key}" is no key of a label: letters, digits, "-", "_" and ".", with an optional domain and "/" in front.`, {
        on: "key",
      });
    }
    if (typeof value === "string" && value !== "" && !namePart.test(value)) {
      report(path, `"${value}" is no value of a label: letters, digits, "-", "_" and ".", starting and ending with a letter or digit.`);
    }
  }
}

const namePart = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

function isKey(key: string): boolean {
  const slash = key.indexOf("/");
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (name.length > 63 || !namePart.test(name)) return false;
  return prefix === undefined || (prefix.length <= 253 && prefix.split(".").every(isDnsLabel));
}
