import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isAuthority } from "../primitives/header";

/** Source: pkg/config/validation/virtualservice.go validateAuthorityRewrite (rule level only). */
export const authoritySetTwice: ValidationRule = {
  code: "authority-set-twice",
  docs: {
    what: "A rule sets the authority (host header) of requests in more than one place.",
    why: "Only one can count, so the webhook rejects it. Use `rewrite.authority`, or the header `:authority`, not both.",
    bad: "rewrite: {authority: cart.example.com}\nheaders: {request: {set: {':authority': shop.example.com}}}",
    good: "rewrite: {authority: cart.example.com}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-38"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const rule of spec.items("http")) {
      let current = rule.get("rewrite")?.text("authority") ?? "";
      for (const { value, path } of authorityHeaders(rule)) {
        if (current !== "") {
          report(path, `The authority is set already, to "${current}". Remove one of the two.`, { on: "key", fixes: [removal(path)] });
          continue;
        }
        current = typeof value === "string" ? value : "";
      }
    }
  },
};

function authorityHeaders(rule: Field): readonly Field[] {
  const request = rule.get("headers")?.get("request");
  return ["set", "add"].flatMap((operation) =>
    (request?.entries(operation) ?? []).filter(([name]) => isAuthority(name)).map(([, field]) => field),
  );
}
