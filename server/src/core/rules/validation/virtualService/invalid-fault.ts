import { similarNames } from "../../../text/similar";
import { type Report, rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { httpStatusProblem } from "../primitives/httpStatus";

/** Source: pkg/config/validation/validation.go validateHTTPFaultInjection and what it calls. */
export const invalidFault: ValidationRule = {
  code: "invalid-fault",
  docs: {
    what: "An injected fault neither aborts nor delays, or aborts with a status or a percentage that does not exist.",
    why: "The webhook rejects it. An abort that names no status passes, but does nothing.",
    bad: "fault:\n  abort:\n    percentage: {value: 120}\n    httpStatus: 5003",
    good: "fault:\n  abort:\n    percentage: {value: 20}\n    httpStatus: 503",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-50", "VS-51", "VS-52", "VS-53", "VS-54", "VS-55", "VS-57"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const fault of spec.select("http[].fault")) {
      const [abort, delay] = [fault.get("abort"), fault.get("delay")];
      if (abort === undefined && delay === undefined) {
        report(fault.path, 'The fault neither aborts nor delays. Add "abort" or "delay".', { on: "key", missing: true });
      }
      if (abort !== undefined) checkAbort(abort, report);
      if (delay !== undefined) checkDelay(delay, report);
    }
  },
};

function checkAbort(abort: Field, report: Report): void {
  checkPercentage(abort, report);
  const status = abort.get("grpcStatus");
  if (typeof status?.value === "string" && !grpcStatuses.includes(status.value)) {
    const same = grpcStatuses.find((one) => one === String(status.value).toUpperCase().replace(/[ -]/g, "_"));
    const near = same === undefined ? similarNames(status.value, grpcStatuses) : [same];
    report(
      status.path,
      `"${status.value}" is no status of gRPC.${near[0] === undefined ? " They are written like NOT_FOUND." : ` Did you mean ${near[0]}?`}`,
      {
        fixes: near.map((name) => replacement(status.path, name, same === undefined ? "suggestion" : "safe")),
      },
    );
  }
  if (abort.has("http2Error")) {
    report([...abort.path, "http2Error"], 'Aborting with an error of HTTP/2 is not supported. Use "httpStatus" or "grpcStatus".', {
      on: "key",
    });
  }
  const http = abort.get("httpStatus");
  const problem = typeof http?.value === "number" ? httpStatusProblem(http.value) : undefined;
  if (http !== undefined && problem !== undefined) report(http.path, problem);
  if (!["grpcStatus", "http2Error", "httpStatus"].some((field) => abort.has(field))) {
    report(abort.path, 'The abort names no status, so no request is aborted. Add "httpStatus" or "grpcStatus".', {
      on: "key",
      level: "warning",
      missing: true,
    });
  }
}

function checkDelay(delay: Field, report: Report): void {
  checkPercentage(delay, report);
  if (!delay.has("exponentialDelay")) return;
  const path = [...delay.path, "exponentialDelay"];
  report(path, 'An exponential delay is not supported. Use "fixedDelay".', { on: "key", fixes: [removal(path)] });
}

/** Envoy counts in millionths. */
function checkPercentage(owner: Field, report: Report): void {
  const percentage = owner.get("percentage")?.get("value");
  const value = percentage?.value;
  if (percentage === undefined || typeof value !== "number" || value === 0 || (value >= 0.0001 && value <= 100)) return;
  report(
    percentage.path,
    `${value} is no percentage: it is 0, or between 0.0001 and 100. Envoy counts in millionths. Write a number in that range.`,
  );
}

const grpcStatuses = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];
