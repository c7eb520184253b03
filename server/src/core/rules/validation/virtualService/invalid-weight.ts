import { type ManifestFix, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { routesOf } from "../primitives/virtualService";
import { ruleName } from "../primitives/words";

/** Source: pkg/config/validation/validation.go validateHTTPRouteDestinations, validateRouteDestinations. */
export const invalidWeight: ValidationRule = {
  code: "invalid-weight",
  docs: {
    what: "A weight is negative, or none of several destinations has one.",
    why: "The webhook rejects it: without weights it is not decided which destination gets how much. Only a single destination needs none.",
    bad: "route:\n- destination: {host: website, subset: v1}\n- destination: {host: website, subset: v2}",
    good: "route:\n- destination: {host: website, subset: v1}\n  weight: 90\n- destination: {host: website, subset: v2}\n  weight: 10",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-102", "VS-103"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const rule of routesOf(spec)) {
      const destinations = rule.items("route");
      let total = 0;
      for (const destination of destinations) {
        const weight = destination.number("weight");
        total += weight;
        if (weight < 0) report([...destination.path, "weight"], `A weight cannot be negative, and ${weight} is. Write 0 or more.`);
      }
      if (destinations.length < 2 || total !== 0) continue;
      report(
        [...rule.path, "route"],
        `The weights of ${ruleName(String(rule.path.at(-2)), rule)} add up to 0, so no destination gets anything. Give each its share.`,
        {
          on: "key",
          missing: true,
          fixes: destinations.some((one) => one.has("weight")) ? [] : [evenShares(destinations)],
        },
      );
    }
  },
};

/** Whole percentages; the first gets what is left over. */
function evenShares(destinations: readonly Field[]): ManifestFix {
  const share = Math.floor(100 / destinations.length);
  const first = 100 - share * (destinations.length - 1);
  return {
    title: `Share evenly: ${destinations.map((_, at) => (at === 0 ? first : share)).join(", ")}`,
    kind: "suggestion",
    edits: destinations.map(({ path }, at) => ({ action: "add", path, key: "weight", value: at === 0 ? first : share })),
  };
}
