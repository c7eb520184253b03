import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";
import { ruleName } from "../primitives/words";

/** Source: pkg/config/validation/virtualservice.go validateHTTPRouteConflict, validation.go validateTLSRoute and validateTCPRoute. */
export const ruleWithoutAction: ValidationRule = {
  code: "rule-without-action",
  docs: {
    what: "A rule does not say what happens to what it matches.",
    why: "The webhook rejects it: an http rule routes, redirects, responds itself or delegates; a tls or tcp rule routes.",
    bad: "http:\n- match: [{uri: {prefix: /cart}}]",
    good: "http:\n- match: [{uri: {prefix: /cart}}]\n  route: [{destination: {host: cart}}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-22", "VS-120", "VS-130"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const rule of spec.items("http")) {
      const acts = ["redirect", "directResponse", "delegate"].some((field) => rule.has(field));
      if (acts || !isEmptyList(rule, "route")) continue;
      report(rule.path, `The ${ruleName("http", rule)} has no action. Add "route", "redirect" or "directResponse".`, {
        on: "key",
        missing: true,
      });
    }
    for (const protocol of ["tls", "tcp"]) {
      for (const rule of spec.items(protocol)) {
        if (!isEmptyList(rule, "route")) continue;
        report(rule.path, `The ${ruleName(protocol, rule)} has no destination. Add "route".`, { on: "key", missing: true });
      }
    }
  },
};
