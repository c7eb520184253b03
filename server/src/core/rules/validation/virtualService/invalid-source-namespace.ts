import { isDnsLabel } from "../../../model/dnsName";
import { rejectedByWebhook, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/virtualservice.go validateHTTPRouteMatchRequest (not checked for tls and tcp). */
export const invalidSourceNamespace: ValidationRule = {
  code: "invalid-source-namespace",
  docs: {
    what: "`sourceNamespace` is no name of a namespace.",
    why: "The webhook rejects it. It names one namespace exactly: wildcards and lists are not possible.",
    bad: "match:\n- sourceNamespace: shop-*",
    good: "match:\n- sourceNamespace: shop-qa",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-34"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const { value, path } of spec.select("http[].match[].sourceNamespace")) {
      if (typeof value !== "string" || value === "" || isDnsLabel(value)) continue;
      report(path, `"${value}" is no name of a namespace. Name one exactly; further ones are further matches.`);
    }
  },
};
