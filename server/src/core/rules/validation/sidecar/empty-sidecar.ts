import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateSidecar. */
export const emptySidecar: ValidationRule = {
  code: "empty-sidecar",
  docs: {
    what: "A Sidecar configures nothing.",
    why: "The webhook rejects it: there has to be an egress or ingress listener, an outboundTrafficPolicy or an inboundConnectionPool.",
    bad: "spec:\n  workloadSelector: {labels: {app: website}}",
    good: "spec:\n  workloadSelector: {labels: {app: website}}\n  egress:\n  - hosts: ['./*', 'istio-system/*']",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["SC-2"],
  kinds: ["Sidecar"],
  check({ spec }, report) {
    if (!["egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool"].every((field) => isEmptyList(spec, field))) return;
    report(spec.path, 'The Sidecar configures nothing. Add "egress", "ingress", "outboundTrafficPolicy" or "inboundConnectionPool".', {
      on: "key",
      missing: true,
    });
  },
};
