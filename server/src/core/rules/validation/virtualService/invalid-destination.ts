import { bareHost, wildcardDomainProblem } from "../../../model/dnsName";
import { rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import { destinationsOf } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go validateDestination. */
export const invalidDestination: ValidationRule = {
  code: "invalid-destination",
  docs: {
    what: "The host of a destination is no DNS name.",
    why: "The webhook rejects it. A destination names one service, by short name or in full; scheme, path and port have no place in it.",
    bad: "destination:\n  host: http://cart.shop:8080",
    good: "destination:\n  host: cart.shop.svc.cluster.local\n  port: {number: 8080}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-63", "VS-66", "VS-70", "VS-71"],
  kinds: ["VirtualService"],
  check({ spec, root }, report) {
    if (root.select("metadata.annotations").some((annotations) => annotations.text("internal.istio.io/route-semantics") === "gateway"))
      return;
    for (const destination of destinationsOf(spec)) {
      const host = destination.get("host");
      if (typeof host?.value !== "string") continue;
      const problem = host.value === "*" ? "a destination is one service, not every one." : wildcardDomainProblem(host.value);
      if (problem === undefined) continue;
      const bare = bareHost(host.value);
      report(host.path, `"${host.value}" is no host of a destination: ${problem}`, {
        fixes: bare === undefined ? [] : [replacement(host.path, bare)],
      });
    }
  },
};
