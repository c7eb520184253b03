import { parseNanoseconds } from "../../../model/duration";
import { type Report, rejectedByWebhook, replacement, type ValidatedKind, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { connectionPoolsOf, policiesAndPortsOf } from "../primitives/trafficPolicy";

/** Source: pkg/config/validation/agent/validation.go ValidateDuration; texts are decoded by Go's time.ParseDuration. */
export const invalidDuration: ValidationRule = {
  code: "invalid-duration",
  docs: {
    what: "A duration is not written as one, or is finer than a millisecond.",
    why: "The webhook rejects it: durations are numbers with units (`300ms`, `1.5s`, `1h30m`), at least 1 ms, and whole milliseconds.",
    bad: "timeout: 1.0005s",
    good: "timeout: 1001ms",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: [
    ...["VS-42", "VS-56", "VS-92", "VS-93", "VS-104"],
    ...["DR-20", "DR-21", "DR-36", "DR-41", "DR-42", "DR-43", "DR-44", "DR-45", "DR-60"],
    ...["SC-18", "SC-19", "RA-11"],
  ],
  kinds: ["VirtualService", "DestinationRule", "Sidecar", "RequestAuthentication"],
  check(object, report) {
    for (const place of places[object.kind] ?? []) checkAll(object.spec.select(place), report);
    if (object.kind === "DestinationRule") {
      for (const policy of policiesAndPortsOf(object.spec)) {
        for (const place of policyPlaces) checkAll(policy.select(place), report);
        for (const place of undeterminedPlaces) checkAll(policy.select(place), report, "any length");
      }
    }
    if (object.kind !== "DestinationRule" && object.kind !== "Sidecar") return;
    for (const pool of connectionPoolsOf(object)) {
      for (const place of poolPlaces) checkAll(pool.select(place), report);
      checkAll(
        pool.select("tcp.idleTimeout").filter(({ value }) => typeof value !== "string" || parseNanoseconds(value) !== 0n),
        report,
      );
    }
  },
};

const places: Readonly<Partial<Record<ValidatedKind, readonly string[]>>> = {
  VirtualService: [
    "http[].timeout",
    "http[].retries.perTryTimeout",
    "http[].retries.backoff",
    "http[].corsPolicy.maxAge",
    "http[].fault.delay.fixedDelay",
    "http[].fault.delay.exponentialDelay",
  ],
  RequestAuthentication: ["jwtRules[].timeout"],
};

const policyPlaces = [
  "outlierDetection.baseEjectionTime",
  "outlierDetection.interval",
  "loadBalancer.warmup.duration",
  "loadBalancer.warmupDurationSecs",
];

/** Only decoded, not judged. */
const undeterminedPlaces = [
  "loadBalancer.consistentHash.httpCookie.ttl",
  "loadBalancer.backendUtilization.weightExpirationPeriod",
  "loadBalancer.backendUtilization.weightStabilizationPeriod",
  "loadBalancer.backendUtilization.weightUpdatePeriod",
  "retryBudget.budgetInterval",
];

const poolPlaces = [
  "http.idleTimeout",
  "http.http2KeepAlive.interval",
  "http.http2KeepAlive.timeout",
  "tcp.connectTimeout",
  "tcp.maxConnectionDuration",
  "tcp.tcpKeepalive.time",
  "tcp.tcpKeepalive.interval",
];

const millisecond = 1_000_000n;

function checkAll(durations: readonly Field[], report: Report, length: "any length" | "a millisecond" = "a millisecond"): void {
  for (const { value, path } of durations) {
    if (typeof value !== "string") continue;
    const nanoseconds = parseNanoseconds(value);
    if (nanoseconds === undefined) {
      report(path, `"${value}" is no duration. Write a number with a unit: "500ms", "5s", "1m30s".`, {
        fixes: /^\d+(\.\d+)?$/.test(value) ? [replacement(path, `${value}s`)] : [],
      });
    } else if (length === "a millisecond" && nanoseconds < millisecond) {
      report(path, `"${value}" is too short: at least 1ms. To switch the limit off, remove the field.`);
    } else if (length === "a millisecond" && nanoseconds % millisecond !== 0n) {
      report(path, `"${value}" is finer than Istio can tell. Write whole milliseconds, such as "${nanoseconds / millisecond + 1n}ms".`, {
        fixes: [replacement(path, `${nanoseconds / millisecond + 1n}ms`)],
      });
    }
  }
}
