import { defineRule } from "../rule";

/** Source: analyzer telemetry.LightstepAnalyzer; Envoy removed the Lightstep tracer. */
export const tracingProviderRetired = defineRule({
  code: "tracing-provider-retired",
  docs: {
    what: "A Telemetry sends traces to a provider whose kind Istio no longer supports.",
    why: "Lightstep providers of the mesh configuration are ignored; no traces arrive. OpenTelemetry reaches the same service.",
    bad: "tracing:\n- providers: [{name: lightstep}]   # extensionProviders: [{name: lightstep, lightstep: {}}]",
    good: "tracing:\n- providers: [{name: otel}]        # extensionProviders: [{name: otel, opentelemetry: {}}]",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: [],
  istio: ["IST0002"],
  kiali: [],
  *check(resource, { index }) {
    for (const entry of resource.model.telemetry) {
      if (entry.list !== "tracing" || entry.disabled) continue;
      for (const provider of entry.providers) {
        if (!index.mesh.retiredTracers.includes(provider.value)) continue;
        yield {
          at: provider.span,
          message: `The mesh configuration defines "${provider.value}" as Lightstep, which Istio no longer supports: no traces are sent. Use an OpenTelemetry provider.`,
        };
      }
    }
  },
});
