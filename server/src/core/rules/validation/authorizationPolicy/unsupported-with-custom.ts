import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateAuthorizationPolicy. */
export const unsupportedWithCustom: ValidationRule = {
  code: "unsupported-with-custom",
  docs: {
    what: "A policy with the action CUSTOM depends on the identity of the caller or on claims of its token.",
    why: "The provider is asked before identities are checked, so they are not known; the webhook rejects it.",
    bad: "action: CUSTOM\nrules:\n- from: [{source: {principals: ['*']}}]",
    good: "action: CUSTOM\nrules:\n- to: [{operation: {paths: [/admin*]}}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-4", "AP-6"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    if (spec.text("action") !== "CUSTOM") return;
    for (const source of spec.select("rules[].from[].source")) {
      for (const field of source.set(identities)) {
        const path = [...source.path, field];
        report(path, `With the action CUSTOM "${field}" is not supported: identities are not known yet when the provider is asked.`, {
          on: "key",
          fixes: [removal(path)],
        });
      }
    }
    for (const { value, path } of spec.select("rules[].when[].key")) {
      if (typeof value !== "string" || !(identityKeys.includes(value) || value.startsWith("request.auth."))) continue;
      report(path, `With the action CUSTOM "${value}" is not supported: identities are not known yet when the provider is asked.`);
    }
  },
};

const identities = [
  ...["namespaces", "serviceAccounts", "trustDomains", "principals", "requestPrincipals"],
  ...["notNamespaces", "notServiceAccounts", "notTrustDomains", "notPrincipals", "notRequestPrincipals"],
];

const identityKeys = ["source.namespace", "source.serviceAccount", "source.trustDomain", "source.principal"];
