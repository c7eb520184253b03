import { rejectedByWebhook, removal, type ValidatedKind, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateAlphaWorkloadSelector, validateWorkloadSelector. */
export const invalidSelector: ValidationRule = {
  code: "invalid-selector",
  docs: {
    what: "A workload selector has a label with a wildcard or without key, or no labels at all.",
    why: "The webhook rejects wildcards and empty keys: labels are compared exactly. A selector without labels passes, but selects every workload of the namespace, which is what no selector says.",
    bad: "workloadSelector:\n  labels: {app-*: website}",
    good: "workloadSelector:\n  labels: {app: website}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["DR-4", "SE-1", "SC-1", "EF-1", "PC-1", "AP-1", "PA-4", "RA-1", "TE-1", "WP-1", "TX-2"],
  kinds: [
    ...(["DestinationRule", "ServiceEntry", "Sidecar", "EnvoyFilter", "ProxyConfig", "AuthorizationPolicy", "PeerAuthentication"] as const),
    ...(["RequestAuthentication", "Telemetry", "WasmPlugin", "TrafficExtension"] as const),
  ],
  check({ kind, spec }, report) {
    const { selector: name, labels: labelsName } = formOf(kind);
    const selector = spec.get(name);
    if (selector === undefined) return;
    const labels = selector.entries(labelsName);
    for (const [key, { value, path }] of labels) {
      if (key === "") report(path, "A label needs a key. Name it, or remove the entry.", { on: "key" });
      else if (key.includes("*"))
        report(path, `"${key}" is compared exactly: a "*" in a label matches nothing. Write the whole key.`, { on: "key" });
      if (typeof value === "string" && value.includes("*"))
        report(path, `"${value}" is compared exactly: a "*" in a label matches nothing. Write the whole value.`);
    }
    if (labels.length > 0) return;
    report(
      selector.path,
      `The selector has no labels, so it selects every workload of the namespace. Add "${labelsName}", or leave "${name}" out to say that.`,
      {
        on: "key",
        level: "warning",
        missing: true,
        fixes: [removal(selector.path)],
      },
    );
  },
};

/** The older kinds of the networking group have a selector of their own. */
function formOf(kind: ValidatedKind): { readonly selector: string; readonly labels: string } {
  switch (kind) {
    case "ServiceEntry":
    case "Sidecar":
    case "EnvoyFilter":
      return { selector: "workloadSelector", labels: "labels" };
    case "DestinationRule":
      return { selector: "workloadSelector", labels: "matchLabels" };
    default:
      return { selector: "selector", labels: "matchLabels" };
  }
}
