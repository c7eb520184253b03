import { type Report, rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";

/** Source: pkg/config/validation/validation.go validateHTTPRedirect; codes: pilot/pkg/networking/core/route/route.go ApplyRedirect. */
export const invalidRedirect: ValidationRule = {
  code: "invalid-redirect",
  docs: {
    what: "A redirect does not say where to, says it twice, or has a code or scheme that is none.",
    why: "The webhook rejects it. Codes from 300 to 399 pass, but Envoy knows 301, 302, 303, 307 and 308 only: with another one the rule gets no action and its requests fail.",
    bad: "redirect:\n  uri: /new\n  redirectCode: 200",
    good: "redirect:\n  uri: /new\n  redirectCode: 301",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-80", "VS-81", "VS-82", "VS-83", "VS-84"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const rule of spec.items("http")) {
      const redirect = rule.get("redirect");
      if (redirect === undefined) continue;
      checkTarget(redirect, rule, report);
      checkCode(redirect, report);
      const scheme = redirect.text("scheme");
      if (scheme !== "" && scheme !== "http" && scheme !== "https") {
        const path = [...redirect.path, "scheme"];
        const lower = scheme.toLowerCase().replace(/:\/*$/, "");
        report(path, `"${scheme}" is no scheme to redirect to. Write "http" or "https".`, {
          fixes: lower === "http" || lower === "https" ? [replacement(path, lower, "safe")] : [],
        });
      }
    }
  },
};

function checkTarget(redirect: Field, rule: Field, report: Report): void {
  const prefixPath = [...redirect.path, "prefixRewrite"];
  const rewritesPrefix = redirect.text("prefixRewrite") !== "";
  if (redirect.text("uri") !== "" && rewritesPrefix) {
    report(prefixPath, '"uri" replaces the whole path and "prefixRewrite" its beginning. Remove one of them.', {
      on: "key",
      fixes: [removal(prefixPath), removal([...redirect.path, "uri"])],
    });
  } else if (rewritesPrefix) {
    const other = rule.select("match[].uri").find((uri) => !uri.has("prefix"));
    if (other !== undefined) {
      report(
        prefixPath,
        '"prefixRewrite" replaces the prefix that was matched, and a condition on the path of this rule matches no prefix. Use "uri", or match by prefix.',
        {
          on: "key",
        },
      );
    }
  }
  const says =
    redirect.set(["uri", "prefixRewrite", "authority", "scheme"]).length > 0 || redirect.has("port") || redirect.has("derivePort");
  if (!says) {
    report(redirect.path, 'The redirect leads nowhere. Add "uri", "prefixRewrite", "authority", "scheme" or "port".', {
      on: "key",
      missing: true,
    });
  }
}

function checkCode(redirect: Field, report: Report): void {
  const code = redirect.number("redirectCode");
  const path = [...redirect.path, "redirectCode"];
  if (code === 0 || (code >= 300 && code <= 399)) return;
  report(path, `${code} is no code of a redirect. Write ${possibleCodes.slice(0, -1).join(", ")} or ${possibleCodes.at(-1)}.`, {
    fixes: [removal(path)],
  });
}

/** What Envoy can redirect with; that the others between 300 and 399 are without effect is for another rule. */
const possibleCodes = [301, 302, 303, 307, 308];
