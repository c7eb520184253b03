import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateAuthorizationPolicy. */
export const policyWithoutRules: ValidationRule = {
  code: "policy-without-rules",
  docs: {
    what: "A policy that denies or asks a provider has no rules.",
    why: "Without rules it matches no request, so it would never act; the webhook rejects it. The rule `{}` matches every request.",
    bad: "spec:\n  action: DENY",
    good: "spec:\n  action: DENY\n  rules:\n  - {}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-2", "AP-8"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    const action = spec.text("action");
    if ((action !== "DENY" && action !== "CUSTOM") || !isEmptyList(spec, "rules")) return;
    report(
      [...spec.path, "action"],
      `Without rules the policy matches nothing, so ${action} never happens. Add "rules"; the rule {} matches every request.`,
      {
        missing: true,
        fixes: spec.has("rules")
          ? []
          : [
              {
                title: "Add a rule for every request",
                kind: "suggestion",
                edits: [{ action: "add", path: spec.path, key: "rules", value: [{}] }],
              },
            ],
      },
    );
  },
};
