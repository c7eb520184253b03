import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateVirtualService. */
export const virtualServiceWithoutRules: ValidationRule = {
  code: "virtual-service-without-rules",
  docs: {
    what: "A VirtualService has no rule.",
    why: "It would route nothing; the webhook rejects it.",
    bad: "spec:\n  hosts: [website]",
    good: "spec:\n  hosts: [website]\n  http:\n  - route:\n    - destination:\n        host: website",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-9"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    if (!["http", "tls", "tcp"].every((field) => isEmptyList(spec, field))) return;
    report(spec.path, "There is no rule. Add http, tls or tcp rules.", { on: "key", missing: true });
  },
};
