import { type ManifestFix, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { ManifestPath } from "../field";
import { byteLength, regexProblem } from "../primitives/regex";

/** Source: pkg/config/validation/validation.go validateStringRegexp; envoyfilter/envoyfilter.go for proxyVersion. */
export const invalidRegex: ValidationRule = {
  code: "invalid-regex",
  docs: {
    what: "A regular expression is empty, too long or not in the syntax of RE2.",
    why: "The webhook rejects it. Envoy matches with RE2, which has no lookaround and no backreferences, and the whole value has to match. `*` alone is no expression.",
    bad: "headers:\n  x-version: {regex: '*'}",
    good: "headers:\n  x-version: {regex: '.*'}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["VS-26", "VS-27", "VS-28", "VS-29", "VS-30", "VS-39", "VS-98", "EF-7", "EF-8"],
  kinds: ["VirtualService", "EnvoyFilter"],
  check({ kind, spec }, report) {
    for (const place of kind === "EnvoyFilter" ? proxyPlaces : matchPlaces) {
      for (const { value, path } of spec.select(place)) {
        if (typeof value !== "string") continue;
        if (value === "") {
          if (place.startsWith("http[].match"))
            report(path, "A regular expression cannot be empty. To match any value, leave the condition out.");
          continue;
        }
        if (value === "*" && place.includes("withoutHeaders")) continue;
        const problem = regexProblem(value);
        if (problem === undefined) continue;
        report(path, `"${shortened(value)}" is no regular expression: ${problem}`, {
          ...(kind === "EnvoyFilter" && byteLength(value) > 1024 ? { level: "warning" } : {}),
          fixes: glob(value, path),
        });
      }
    }
  },
};

const matchPlaces = [
  "http[].match[].headers{*}.regex",
  "http[].match[].withoutHeaders{*}.regex",
  "http[].match[].uri.regex",
  "http[].match[].scheme.regex",
  "http[].match[].method.regex",
  "http[].match[].authority.regex",
  "http[].match[].queryParams{*}.regex",
  "http[].corsPolicy.allowOrigins[].regex",
  "http[].rewrite.uriRegexRewrite.match",
];

const proxyPlaces = ["configPatches[].match.proxy.proxyVersion"];

/** A `*` at the start comes from patterns in which it means any text. */
function glob(value: string, path: ManifestPath): readonly ManifestFix[] {
  const meant = `.${value}`;
  return value.startsWith("*") && regexProblem(meant) === undefined ? [replacement(path, meant)] : [];
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
