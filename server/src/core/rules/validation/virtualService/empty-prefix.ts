import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go validateStringMatch (of `uri` only the regular expression is checked). */
export const emptyPrefix: ValidationRule = {
  code: "empty-prefix",
  docs: {
    what: "A header, query parameter, method, scheme or authority is matched by an empty prefix.",
    why: "Every value starts with nothing, so the condition would say nothing; the webhook rejects it. That a header is there at all is matched by `{}`.",
    bad: "headers:\n  x-canary: {prefix: ''}",
    good: "headers:\n  x-canary: {}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-26", "VS-27", "VS-29", "VS-30"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const match of spec.select("http[].match[]")) {
      for (const place of ["headers{*}", "withoutHeaders{*}", "scheme", "method", "authority", "queryParams{*}"]) {
        for (const { value, path } of match.select(`${place}.prefix`)) {
          if (value !== "") continue;
          const what = place.endsWith("{*}") ? "To match any value, write {}" : "To match anything, leave the condition out";
          report(path, `An empty prefix matches everything, so it is no condition. ${what}.`, { fixes: [removal(path)] });
        }
      }
    }
  },
};
