import { type Report, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { policiesAndPortsOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/validation.go validateOutlierDetection. */
export const invalidOutlierDetection: ValidationRule = {
  code: "invalid-outlier-detection",
  docs: {
    what: "Outlier detection has a percentage that is none, counts failures that it does not tell apart, or uses `consecutiveErrors`.",
    why: "The webhook rejects the first two. `consecutiveErrors` is deprecated: say which errors count.",
    bad: "outlierDetection:\n  consecutiveLocalOriginFailures: 5\n  maxEjectionPercent: 150",
    good: "outlierDetection:\n  splitExternalLocalOriginErrors: true\n  consecutiveLocalOriginFailures: 5\n  maxEjectionPercent: 50",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["DR-22", "DR-23", "DR-24", "DR-25"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    for (const policy of policiesAndPortsOf(spec)) {
      const outlier = policy.get("outlierDetection");
      if (outlier === undefined) continue;
      for (const field of ["maxEjectionPercent", "minHealthPercent"]) {
        const percent = outlier.number(field);
        if (percent < 0 || percent > 100) report([...outlier.path, field], `${percent} is no percentage. Write a number from 0 to 100.`);
      }
      if (outlier.number("consecutiveLocalOriginFailures") > 0 && !outlier.flag("splitExternalLocalOriginErrors"))
        checkSplit(outlier, report);
      if (outlier.number("consecutiveErrors") !== 0) deprecated(outlier, report);
    }
  },
};

function checkSplit(outlier: Field, report: Report): void {
  const split = [...outlier.path, "splitExternalLocalOriginErrors"];
  report(
    [...outlier.path, "consecutiveLocalOriginFailures"],
    'Failures of the own side are counted apart only with "splitExternalLocalOriginErrors: true". Set it.',
    {
      on: "key",
      missing: true,
      fixes: [
        {
          title: "Set splitExternalLocalOriginErrors",
          kind: "suggestion",
          edits: outlier.has("splitExternalLocalOriginErrors")
            ? [{ action: "set", path: split, value: true }]
            : [{ action: "add", path: outlier.path, key: "splitExternalLocalOriginErrors", value: true }],
        },
      ],
    },
  );
}

function deprecated(outlier: Field, report: Report): void {
  const path = [...outlier.path, "consecutiveErrors"];
  const names = ["consecutiveGatewayErrors", "consecutive5xxErrors"].filter((name) => !outlier.has(name));
  report(
    path,
    '"consecutiveErrors" is deprecated. Say which errors count: "consecutiveGatewayErrors" (502, 503, 504) or "consecutive5xxErrors".',
    {
      on: "key",
      level: "warning",
      deprecated: true,
      fixes: names.map((key) => ({ title: `Change to ${key}`, kind: "suggestion", edits: [{ action: "rename", path, key }] })),
    },
  );
}
