import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isDelegate, isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/virtualservice.go validateHTTPRouteConflict. */
export const conflictingActions: ValidationRule = {
  code: "conflicting-actions",
  docs: {
    what: "A rule has two actions that exclude each other: it routes, redirects or responds itself, and mirrors with `mirror` or `mirrors`.",
    why: "The webhook rejects it. A redirect or a direct response ends the request at the proxy, so neither faults nor rewrites can apply.",
    bad: "http:\n- redirect: {uri: /new}\n  route: [{destination: {host: website}}]",
    good: "http:\n- redirect: {uri: /new}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-15", "VS-16", "VS-17", "VS-18", "VS-19", "VS-20", "VS-21", "VS-23"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    const delegate = isDelegate(spec);
    for (const rule of spec.items("http")) {
      if (rule.has("delegate") && !delegate) continue;
      for (const [action, others] of exclusive) {
        if (!isGiven(rule, action)) continue;
        for (const other of others) {
          if (!isGiven(rule, other)) continue;
          report([...rule.path, other], `"${other}" and "${action}" exclude each other in a rule. Remove one of them.`, {
            on: "key",
            fixes: [removal([...rule.path, other]), removal([...rule.path, action])],
          });
        }
      }
    }
  },
};

const exclusive: readonly (readonly [string, readonly string[]])[] = [
  ["redirect", ["route", "fault", "rewrite", "directResponse"]],
  ["directResponse", ["route", "fault", "rewrite"]],
  ["mirror", ["mirrors"]],
];

function isGiven(rule: Field, action: string): boolean {
  return !isEmptyList(rule, action);
}
