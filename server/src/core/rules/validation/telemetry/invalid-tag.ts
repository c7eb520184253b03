import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go validateTelemetryTracing, validateTelemetryMetrics (texts within a tag: in the schema). */
export const invalidTag: ValidationRule = {
  code: "invalid-tag",
  docs: {
    what: "A tag of a trace or metric has no name, or is changed without saying to what.",
    why: "The webhook rejects it; a tag of a metric without name passes with a warning and does nothing. Without an operation a tag is set (UPSERT), which needs a value.",
    bad: "tagOverrides:\n  tenant: {}",
    good: "tagOverrides:\n  tenant: {value: \"request.headers['x-tenant']\"}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["TE-6", "TE-9", "TE-11"],
  kinds: ["Telemetry"],
  check({ spec }, report) {
    for (const tags of spec.select("tracing[].customTags")) {
      for (const [name, { path }] of tags.fields()) {
        if (name === "")
          report(path, "A tag needs a name. Write one as the key, or remove the tag.", {
            on: "key",
            fixes: [removal(path, "Remove the tag")],
          });
      }
    }
    for (const tags of spec.select("metrics[].overrides[].tagOverrides")) {
      for (const [name, tag] of tags.fields()) {
        if (name === "")
          report(tag.path, "A tag without name does nothing. Write one as the key, or remove the tag.", {
            on: "key",
            level: "warning",
            fixes: [removal(tag.path, "Remove the tag")],
          });
        if (tag.value === null || tag.has("operation") || tag.text("value") !== "") continue;
        report(tag.path, 'The tag is set to nothing. Add "value", or "operation: REMOVE".', { on: "key", missing: true });
      }
    }
  },
};
