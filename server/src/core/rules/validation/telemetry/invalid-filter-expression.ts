import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { celProblem } from "../primitives/celSyntax";

/** Source: pkg/config/validation/validation_istiod.go validateTelemetryFilter (the syntax is checked, no types and no names). */
export const invalidFilterExpression: ValidationRule = {
  code: "invalid-filter-expression",
  docs: {
    what: "The filter of an access log is no expression of CEL.",
    why: "The webhook rejects it. Names of attributes are not checked: one that does not exist makes the expression false for every request.",
    bad: "filter:\n  expression: response.code >= 400 and",
    good: "filter:\n  expression: response.code >= 400",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["TE-7"],
  kinds: ["Telemetry"],
  check({ spec }, report) {
    for (const { value, path } of spec.select("accessLogging[].filter.expression")) {
      const problem = typeof value === "string" ? celProblem(value) : undefined;
      if (problem !== undefined) report(path, `This is no expression of CEL: ${problem} Write one such as "response.code >= 400".`);
    }
  },
};
