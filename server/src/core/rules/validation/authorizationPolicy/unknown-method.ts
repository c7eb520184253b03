import { similarNames } from "../../../text/similar";
import { replacement, type ValidationRule } from "../../validation";

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

/** Source: RFC 9110, section 9 and RFC 5789; pilot/pkg/security/authz/model (methods are compared as written, gRPC names are paths). */
export const unknownMethod: ValidationRule = {
  code: "unknown-method",
  docs: {
    what: "A method of an operation is no method of HTTP.",
    why: "Methods are compared letter by letter, so a rule with `get` or the name of a gRPC method never applies: ALLOW refuses what it should let through, DENY lets through what it should refuse. Requests of gRPC all have the method POST; their names are paths, as in /shop.Cart/Add. A method of an application's own may be meant, hence the warning.",
    bad: "operation: {methods: [get, /shop.Cart/Add]}",
    good: "operation: {methods: [GET], paths: [/shop.Cart/Add]}",
  },
  level: "warning",
  istio: [],
  kiali: ["KIA0102"],
  numbers: [],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    for (const operation of spec.select("rules[].to[].operation")) {
      for (const { value, path } of [...operation.items("methods"), ...operation.items("notMethods")]) {
        if (typeof value !== "string" || value === "" || methods.some((method) => fits(value, method))) continue;
        const upper = value.toUpperCase();
        const near = methods.includes(upper) ? [upper] : similarNames(value, methods);
        const advice = value.includes("/")
          ? " Names of gRPC methods belong into paths."
          : near[0] === undefined
            ? ""
            : ` Did you mean ${near[0]}?`;
        report(path, `"${value}" is no HTTP method, so no request has it.${advice}`, {
          fixes: value.includes("/")
            ? []
            : near.map((method) => replacement(path, method, methods.includes(upper) ? "safe" : "suggestion")),
        });
      }
    }
  },
};

/** As written, or with a `*` in front or at the end for the rest. */
function fits(pattern: string, method: string): boolean {
  if (pattern.startsWith("*")) return method.endsWith(pattern.slice(1));
  return pattern.endsWith("*") ? method.startsWith(pattern.slice(0, -1)) : pattern === method;
}
