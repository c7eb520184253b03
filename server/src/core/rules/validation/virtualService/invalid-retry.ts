import { similarNames } from "../../../text/similar";
import { type ManifestFix, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { isKnownStatus } from "../primitives/httpStatus";

/** Source: pkg/config/validation/validation.go validateHTTPRetry. */
export const invalidRetry: ValidationRule = {
  code: "invalid-retry",
  docs: {
    what: "A retry policy sets conditions without attempts, or retries on something that Envoy does not know.",
    why: "The webhook rejects it. `retryOn` is split at commas and nothing else, so a blank behind a comma makes the next word unknown.",
    bad: "retries:\n  perTryTimeout: 2s\n  retryOn: 5xx, reset",
    good: "retries:\n  attempts: 3\n  perTryTimeout: 2s\n  retryOn: 5xx,reset",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-90", "VS-91", "VS-94"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const retries of spec.select("http[].retries")) {
      const attempts = retries.number("attempts");
      const path = [...retries.path, "attempts"];
      if (attempts < 0) report(path, `${attempts} attempts are not possible. Write how often to retry; 0 switches retries off.`);
      const set = ["perTryTimeout", "retryRemoteLocalities", "retryOn"].filter(
        (field) => retries.has(field) && retries.get(field)?.value !== "",
      );
      if (attempts === 0 && set.length > 0) {
        report(path, `Without attempts there are no retries, so "${set[0]}" has no effect. Set "attempts".`, {
          missing: true,
          fixes: [setAttempts(retries)],
        });
      }
      checkConditions(retries.get("retryOn"), report);
    }
  },
};

function setAttempts(retries: Field): ManifestFix {
  const path = [...retries.path, "attempts"];
  const edit = retries.has("attempts")
    ? ({ action: "set", path, value: 2 } as const)
    : ({ action: "add", path: retries.path, key: "attempts", value: 2 } as const);
  return { title: "Set attempts to 2, as without a policy", kind: "suggestion", edits: [edit] };
}

function checkConditions(retryOn: Field | undefined, report: Parameters<ValidationRule["check"]>[1]): void {
  if (typeof retryOn?.value !== "string" || retryOn.value === "") return;
  const written = retryOn.value.split(",");
  const wrong = written.find((condition) => !isCondition(condition));
  if (wrong === undefined) return;
  const tidied = written.map((condition) => condition.trim()).filter((condition) => condition !== "");
  const fixes: ManifestFix[] = [];
  if (tidied.length > 0 && tidied.every(isCondition)) fixes.push(replacement(retryOn.path, tidied.join(","), "safe"));
  else {
    for (const name of similarNames(wrong.trim(), conditions)) {
      fixes.push(replacement(retryOn.path, tidied.map((one) => (one === wrong.trim() ? name : one)).join(",")));
    }
  }
  const blank = isCondition(wrong.trim()) ? " Blanks around commas count." : "";
  report(
    retryOn.path,
    `"${wrong}" is no condition to retry on.${blank} Write conditions such as 5xx, reset or 503, with commas between them.`,
    { fixes },
  );
}

function isCondition(text: string): boolean {
  return conditions.includes(text) || (/^[+-]?\d+$/.test(text) && isKnownStatus(Number(text)));
}

/** Of x-envoy-retry-on and x-envoy-retry-grpc-on (Envoy's router filter). */
const conditions = [
  "5xx",
  "gateway-error",
  "reset",
  "reset-before-request",
  "connect-failure",
  "retriable-4xx",
  "refused-stream",
  "retriable-status-codes",
  "retriable-headers",
  "envoy-ratelimited",
  "http3-post-connect-failure",
  "cancelled",
  "deadline-exceeded",
  "internal",
  "resource-exhausted",
  "unavailable",
];
