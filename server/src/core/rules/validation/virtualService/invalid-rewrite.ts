import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go validateHTTPRewrite, validateURIRegexRewrite. */
export const invalidRewrite: ValidationRule = {
  code: "invalid-rewrite",
  docs: {
    what: "A rewrite changes nothing, or the path in two ways.",
    why: "The webhook rejects it. A rewrite by regular expression needs both the expression and what to put in its place.",
    bad: "rewrite:\n  uri: /\n  uriRegexRewrite: {match: ^/v1, rewrite: /v2}",
    good: "rewrite:\n  uriRegexRewrite: {match: ^/v1, rewrite: /v2}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-95", "VS-96", "VS-97"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const rewrite of spec.select("http[].rewrite")) {
      const regex = rewrite.get("uriRegexRewrite");
      if (regex !== undefined && rewrite.text("uri") !== "") {
        report(regex.path, '"uri" and "uriRegexRewrite" both rewrite the path. Remove one of them.', {
          on: "key",
          fixes: [removal(regex.path), removal([...rewrite.path, "uri"])],
        });
      }
      if (regex === undefined && rewrite.set(["uri", "authority"]).length === 0) {
        report(rewrite.path, 'The rewrite changes nothing. Add "uri", "uriRegexRewrite" or "authority".', { on: "key", missing: true });
      }
      const absent = regex === undefined ? undefined : ["match", "rewrite"].find((field) => regex.text(field) === "");
      if (regex !== undefined && absent !== undefined) {
        report([...regex.path, absent], `A rewrite by regular expression needs "match" and "rewrite": "${absent}" is empty.`, {
          missing: true,
        });
      }
    }
  },
};
