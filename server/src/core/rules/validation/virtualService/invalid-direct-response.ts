import { rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { httpStatusProblem } from "../primitives/httpStatus";
import { byteLength } from "../primitives/regex";

/** Source: pkg/config/validation/validation.go validateHTTPDirectResponse. */
export const invalidDirectResponse: ValidationRule = {
  code: "invalid-direct-response",
  docs: {
    what: "A direct response has a status that no response has, or a large body.",
    why: "The webhook rejects such a status and bodies above 1 MiB, and warns above 100 KiB: every proxy holds the body in its configuration.",
    bad: "directResponse:\n  status: 1000",
    good: "directResponse:\n  status: 503\n  body: {string: back soon}",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["VS-86", "VS-87", "VS-88"],
  kinds: ["VirtualService"],
  check({ spec }, report) {
    for (const response of spec.select("http[].directResponse")) {
      const status = response.get("status");
      const problem = typeof status?.value === "number" ? httpStatusProblem(status.value) : undefined;
      if (status !== undefined && problem !== undefined) report(status.path, problem);
      const body = response.get("body");
      const size = body === undefined ? 0 : bodySize(body);
      if (body === undefined || size <= 100 * 1024) continue;
      const measured = `The body has ${Math.ceil(size / 1024)} KiB, and every proxy holds it in its configuration.`;
      if (size > 1024 * 1024) report(body.path, `${measured} The limit is 1024 KiB.`, { on: "key" });
      else report(body.path, `${measured} Above 100 KiB that weighs on the control plane.`, { on: "key", level: "warning" });
    }
  },
};

/** In bytes; `bytes` is base64. */
function bodySize(body: Field): number {
  if (body.has("string")) return byteLength(body.text("string"));
  const digits = body.text("bytes").replace(/[\s=]/g, "").length;
  return Math.floor((digits * 3) / 4);
}
