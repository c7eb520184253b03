import { type ValidationRule, warnedByWebhook } from "../../validation";
import { negated } from "../primitives/policyFields";

/** Source: pkg/config/validation/validation.go ValidateAuthorizationPolicy. */
export const denyBlocksTcp: ValidationRule = {
  code: "deny-blocks-tcp",
  docs: {
    what: "A rule that denies is told by what only HTTP requests have.",
    why: "At ports that do not speak HTTP such conditions are left out, so the rule denies every connection there.",
    bad: "action: DENY\nrules:\n- to: [{operation: {methods: [DELETE]}}]",
    good: "action: DENY\nrules:\n- to: [{operation: {methods: [DELETE], ports: ['8080']}}]",
  },
  level: "warning",
  istio: warnedByWebhook,
  kiali: [],
  numbers: ["AP-30"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    if (spec.text("action") !== "DENY") return;
    for (const rule of spec.items("rules")) {
      const sources = rule.select("from[].source");
      const operations = rule.select("to[].operation");
      const tcpSource = sources.some((source) => tcpFields.some((field) => source.has(field)));
      const tcpOperation = operations.some((operation) => operation.has("ports") || operation.has("notPorts"));
      const httpOnly = operations.length > 0 ? !tcpOperation : sources.length > 0 && !tcpSource;
      if (!httpOnly) continue;
      const at = operations.length > 0 ? "to" : "from";
      report(
        [...rule.path, at],
        `Only HTTP requests have what this rule looks at. At other ports it denies every connection. Add "ports" to the operation.`,
        {
          on: "key",
          missing: true,
        },
      );
    }
  },
};

/** What connections have too. */
const onConnections = ["principals", "ipBlocks", "remoteIpBlocks", "namespaces", "serviceAccounts", "trustDomains"];
const tcpFields = [...onConnections, ...onConnections.map(negated)];
