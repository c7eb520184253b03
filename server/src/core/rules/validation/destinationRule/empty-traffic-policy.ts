import { type Report, rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { connectionPoolsOf, policiesOf } from "../primitives/trafficPolicy";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go validateTrafficPolicy, validatePortTrafficPolicies, validateConnectionPool. */
export const emptyTrafficPolicy: ValidationRule = {
  code: "empty-traffic-policy",
  docs: {
    what: "A traffic policy, the settings of a port or a connection pool say nothing.",
    why: "The webhook rejects it.",
    bad: "trafficPolicy: {}",
    good: "trafficPolicy:\n  connectionPool:\n    tcp: {maxConnections: 100}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-10", "DR-14", "DR-30", "SC-18", "SC-19"],
  kinds: ["DestinationRule", "Sidecar"],
  check(object, report) {
    if (object.kind === "DestinationRule") {
      for (const policy of policiesOf(object.spec)) {
        checkEmpty(policy, ["connectionPool", "loadBalancer", "outlierDetection", "tls", ...policyOnly], report);
        for (const port of policy.items("portLevelSettings")) {
          checkEmpty(port, ["connectionPool", "loadBalancer", "outlierDetection", "tls"], report);
        }
      }
    }
    for (const pool of connectionPoolsOf(object)) checkEmpty(pool, ["tcp", "http"], report);
  },
};

const policyOnly = ["portLevelSettings", "tunnel", "proxyProtocol", "retryBudget"];

function checkEmpty(owner: Field, fields: readonly string[], report: Report): void {
  if (!fields.every((field) => isEmptyList(owner, field))) return;
  const what = typeof owner.path.at(-1) === "number" ? "These settings of a port say" : `"${owner.path.at(-1)}" says`;
  report(owner.path, `${what} nothing. Add one of ${fields.join(", ")}, or remove it.`, {
    on: "key",
    missing: true,
    fixes: [removal(owner.path, "Remove it")],
  });
}
