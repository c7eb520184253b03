import { type Report, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/** Source: pkg/config/validation/virtualservice.go validateHTTPRoute, validation.go validateHTTPMirrors. */
export const invalidMirror: ValidationRule = {
  code: "invalid-mirror",
  docs: {
    what: "The share of requests that is mirrored is not between 0 and 100, or is given by the deprecated `mirrorPercent`.",
    why: "The webhook rejects such a share. `mirrorPercent` still works, but knows whole numbers only and may go with a later release.",
    bad: "mirror: {host: website}\nmirrorPercent: 10",
    good: "mirror: {host: website}\nmirrorPercentage:\n  value: 10",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["VS-60", "VS-61", "VS-62", "VS-67"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const rule of spec.items("http")) {
      for (const name of ["mirrorPercent", "mirror_percent"]) checkDeprecated(rule.get(name), rule, report);
      for (const percentage of [...rule.select("mirrorPercentage.value"), ...rule.select("mirrors[].percentage.value")]) {
        const { value, path } = percentage;
        if (typeof value === "number" && (value < 0 || value > 100))
          report(path, `${value} is no percentage: it is between 0 and 100. Write a number in that range.`);
      }
    }
  },
};

function checkDeprecated(percent: Field | undefined, rule: Field, report: Report): void {
  if (typeof percent?.value !== "number") return;
  const { value, path } = percent;
  if (value > 100) {
    report(path, `${value} is no percentage: it is between 0 and 100. Write a number in that range.`);
    return;
  }
  const instead = { action: "replace", path, key: "mirrorPercentage", value: { value } } as const;
  report(path, `"${path.at(-1)}" is deprecated and may go with a later release. Write "mirrorPercentage".`, {
    on: "key",
    level: "warning",
    deprecated: true,
    fixes: rule.has("mirrorPercentage") ? [] : [{ title: `Change to mirrorPercentage`, kind: "safe", edits: [instead] }],
  });
}
