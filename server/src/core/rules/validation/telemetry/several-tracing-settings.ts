import { type ValidationRule, warnedByWebhook } from "../../validation";

/** Source: pkg/config/validation/validation.go validateTelemetryTracing. */
export const severalTracingSettings: ValidationRule = {
  code: "several-tracing-settings",
  docs: {
    what: "A Telemetry has more than one entry for tracing, or one with several providers.",
    why: "Only the first counts: the others are ignored.",
    bad: "tracing:\n- providers: [{name: zipkin}, {name: otel}]",
    good: "tracing:\n- providers: [{name: otel}]",
  },
  level: "warning",
  istio: warnedByWebhook,
  kiali: [],
  numbers: ["TE-3", "TE-4"],
  kinds: ["Telemetry"],
  check({ spec }, report) {
    const entries = spec.items("tracing");
    const second = entries[1];
    if (second !== undefined)
      report(second.path, "Several entries for tracing are not supported: only one counts. Join them.", { on: "key" });
    for (const entry of entries) {
      const provider = entry.items("providers")[1];
      if (provider !== undefined)
        report([...provider.path, "name"], "Several providers for tracing are not supported: only one counts. Remove the others.");
    }
  },
};
