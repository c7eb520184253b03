import { parseNanoseconds } from "../../../model/duration";
import { type Report, rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { corsHeaderProblem } from "../primitives/header";

/** Source: pkg/config/validation/validation.go validateCORSPolicy. */
export const invalidCorsPolicy: ValidationRule = {
  code: "invalid-cors-policy",
  docs: {
    what: "A CORS policy has an empty origin, a method or header that does not exist, or a `maxAge` with a fraction of a second.",
    why: "The webhook rejects it. Methods are compared exactly as written, in capitals.",
    bad: "corsPolicy:\n  allowMethods: [get]\n  maxAge: 1500ms",
    good: "corsPolicy:\n  allowMethods: [GET]\n  maxAge: 2s",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-39", "VS-40", "VS-41", "VS-43"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const policy of spec.select("http[].corsPolicy")) {
      for (const origin of policy.items("allowOrigins")) checkOrigin(origin, report);
      for (const { value, path } of policy.items("allowMethods")) {
        if (typeof value !== "string" || methods.includes(value)) continue;
        const upper = value.toUpperCase();
        report(path, `"${value}" is no method of HTTP: ${methods.join(", ")}.`, {
          fixes: methods.includes(upper) ? [replacement(path, upper, "safe")] : [],
        });
      }
      for (const { value, path } of [...policy.items("allowHeaders"), ...policy.items("exposeHeaders")]) {
        const problem = typeof value === "string" ? corsHeaderProblem(value) : undefined;
        if (problem !== undefined) report(path, problem, { fixes: value === "" ? [removal(path, "Remove the entry")] : [] });
      }
      checkMaxAge(policy, report);
    }
  },
};

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"];

function checkOrigin(origin: Field, report: Report): void {
  const kinds = ["exact", "prefix", "regex"].filter((kind) => origin.has(kind));
  if (origin.set(kinds).length > 0) return;
  const path = kinds[0] === undefined ? origin.path : [...origin.path, kinds[0]];
  report(path, "An origin cannot be empty: no request comes from there. Name one, or remove the entry.", {
    missing: true,
    fixes: [removal(origin.path, "Remove the entry")],
  });
}

function checkMaxAge(policy: Field, report: Report): void {
  const text = policy.text("maxAge");
  const nanoseconds = parseNanoseconds(text);
  if (nanoseconds === undefined || nanoseconds % second === 0n) return;
  const path = [...policy.path, "maxAge"];
  report(path, `Browsers keep the answer for whole seconds, and "${text}" has a fraction of one.`, {
    fixes: [replacement(path, `${nanoseconds / second + 1n}s`)],
  });
}

const second = 1_000_000_000n;
