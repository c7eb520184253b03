import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go validateMetadata, checkDryRunAnnotation. */
export const unsupportedAnnotation: ValidationRule = {
  code: "unsupported-annotation",
  docs: {
    what: "An annotation of Istio stands on an object that it is not for, or has a value that it does not take.",
    why: "The webhook rejects the object: `istio.io/dry-run` is for AuthorizationPolicies that allow or deny, those of `internal.istio.io` are for Istio itself.",
    bad: "kind: RequestAuthentication\nmetadata:\n  annotations: {istio.io/dry-run: 'true'}",
    good: "kind: AuthorizationPolicy\nmetadata:\n  annotations: {istio.io/dry-run: 'true'}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["G-1", "G-2", "G-3", "G-4"],
  kinds: [
    ...([
      "VirtualService",
      "DestinationRule",
      "Gateway",
      "ServiceEntry",
      "Sidecar",
      "WorkloadEntry",
      "WorkloadGroup",
      "EnvoyFilter",
    ] as const),
    ...(["ProxyConfig", "AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication", "Telemetry"] as const),
    ...(["WasmPlugin", "TrafficExtension"] as const),
  ],
  check({ kind, root, spec }, report) {
    for (const [name, { value, path }] of root.get("metadata")?.entries("annotations") ?? []) {
      if (internal.includes(name)) {
        report(path, `"${name}" is set by Istio alone. Remove it.`, { on: "key", fixes: [removal(path)] });
      } else if (name === dryRun && kind !== "AuthorizationPolicy") {
        report(path, `"${name}" is for AuthorizationPolicies only. Remove it.`, { on: "key", fixes: [removal(path)] });
      } else if (name === dryRun) {
        const action = spec.text("action");
        if (action !== "" && action !== "ALLOW" && action !== "DENY") {
          report(path, `A dry run is possible for the actions ALLOW and DENY only, not for ${action}.`, {
            on: "key",
            missing: true,
            fixes: [removal(path)],
          });
        } else if (typeof value === "string" && !flags.test(value)) {
          report(path, `"${value}" is neither "true" nor "false". Write one of them.`);
        }
      }
    }
  },
};

const dryRun = "istio.io/dry-run";
const internal = ["internal.istio.io/webhook-always-reject", "internal.istio.io/parent-namespace", "internal.istio.io/parents"];

/** What Go's strconv.ParseBool takes. */
const flags = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;
