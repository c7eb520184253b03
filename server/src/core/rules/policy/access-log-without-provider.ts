import { defineRule } from "../rule";

/** Source: pilot/pkg/model/telemetry.go; analyzer telemetry.ProviderAnalyzer. */
export const accessLogWithoutProvider = defineRule({
  code: "access-log-without-provider",
  docs: {
    what: "An `accessLogging` entry of a Telemetry names no provider, and the mesh has no default one.",
    why: "Nothing is logged by the entry. A provider is named in the entry, or for the whole mesh in MeshConfig `defaultProviders.accessLogging` (or by `accessLogFile`).",
    bad: "spec:\n  accessLogging:\n  - filter: {expression: response.code >= 500}",
    good: "spec:\n  accessLogging:\n  - providers: [{name: envoy}]\n    filter: {expression: response.code >= 500}",
  },
  level: "warning",
  kinds: ["Policy"],
  reads: [],
  istio: ["IST0157"],
  kiali: [],
  *check(resource, { index }) {
    const { accessLogProviders } = index.mesh;
    if (accessLogProviders !== undefined && accessLogProviders.length > 0) return;
    const entries = resource.model.telemetry.filter((entry) => entry.list === "accessLogging");
    const named = entries.some((entry) => entry.providers.length > 0);
    for (const entry of entries) {
      if (entry.disabled || entry.providers.length > 0) continue;
      const known = accessLogProviders !== undefined || index.mesh.complete;
      if (!known && !named) continue;
      yield {
        at: { start: entry.span.start, end: entry.span.start + 1 },
        ...(known ? {} : { absence: "not-in-view" as const }),
        message: `This entry names no provider${known ? ", and the mesh has no default one" : ""}: ${known ? "nothing is logged by it" : "unless the mesh configuration has a default one, nothing is logged by it"}. Add "providers".`,
      };
    }
  },
});
