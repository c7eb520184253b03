import { rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import { headerValueProblem } from "../primitives/header";

/** Source: pkg/config/validation/header_value_validator.go (a port of Envoy's header_parser.cc). */
export const invalidHeaderValue: ValidationRule = {
  code: "invalid-header-value",
  docs: {
    what: "The value of a header that is set holds a `%` that starts no variable of Envoy.",
    why: "In values `%HOSTNAME%` stands for a variable and `%%` for a percent sign. The webhook rejects anything else, because Envoy would.",
    bad: "headers:\n  response:\n    set: {x-share: 10%}",
    good: "headers:\n  response:\n    set: {x-share: 10%%}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-37"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const headers of [...spec.select("http[].headers"), ...spec.select("http[].route[].headers")]) {
      for (const place of ["request.add{*}", "request.set{*}", "response.add{*}", "response.set{*}"]) {
        for (const { value, path } of headers.select(place)) {
          const problem = typeof value === "string" ? headerValueProblem(value) : undefined;
          if (problem === undefined || typeof value !== "string") continue;
          const doubled = value.replace(/%%?/g, "%%");
          report(path, `This is no value of a header: ${problem}`, {
            fixes: headerValueProblem(doubled) === undefined ? [replacement(path, doubled)] : [],
          });
        }
      }
    }
  },
};
