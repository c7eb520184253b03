import { type ManifestFix, type Report, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { matchHeaderProblem, otherHeaderProblem, probeHeaderProblem, requestHeaderProblem } from "../primitives/header";

/** Source: pkg/config/validation/validation.go ValidateHTTPHeaderNameOrJwtClaimRoute, ValidateHTTPHeaderWithAuthorityOperationName, ValidateHTTPHeaderOperationName, ValidateProbeHeaderName. */
export const invalidHeaderName: ValidationRule = {
  code: "invalid-header-name",
  docs: {
    what: "A header that is matched, set or removed has a name that no header can have there.",
    why: "The webhook rejects it. Names are tokens of HTTP, pseudo headers such as `:path`, or claims of a JWT; only `:authority` (or `host`) can be set, and only in requests.",
    bad: "match:\n- headers:\n    'x version:': {exact: v2}",
    good: "match:\n- headers:\n    x-version: {exact: v2}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["VS-25", "VS-35", "VS-36", "WG-5"],
  kinds: ["VirtualService", "WorkloadGroup"],
  check({ kind, spec }, report) {
    if (kind === "WorkloadGroup") {
      for (const header of spec.select("probe.httpGet.httpHeaders[]")) checkProbe(header, report);
      return;
    }
    for (const match of spec.select("http[].match[]")) {
      checkKeys(match.entries("headers"), matchHeaderProblem, report);
      checkKeys(match.entries("withoutHeaders"), matchHeaderProblem, report);
    }
    for (const headers of [...spec.select("http[].headers"), ...spec.select("http[].route[].headers")]) {
      for (const direction of ["request", "response"]) {
        const operations = headers.get(direction);
        if (operations === undefined) continue;
        const problem = direction === "request" ? requestHeaderProblem : otherHeaderProblem;
        checkKeys(operations.entries("add"), problem, report);
        checkKeys(operations.entries("set"), problem, report);
        for (const { value, path } of operations.items("remove")) {
          const wrong = typeof value === "string" ? otherHeaderProblem(value) : undefined;
          if (wrong !== undefined) report(path, wrong);
        }
      }
    }
  },
};

function checkProbe(header: Field, report: Report): void {
  const wrong = probeHeaderProblem(header.text("name"));
  if (wrong !== undefined) report([...header.path, "name"], wrong, header.has("name") ? {} : { missing: true });
}

type Problem = (name: string) => string | undefined;

function checkKeys(entries: readonly (readonly [string, Field])[], problem: Problem, report: Report): void {
  for (const [name, { path }] of entries) {
    const wrong = problem(name);
    if (wrong !== undefined) report(path, wrong, { on: "key", fixes: trimmed(name, path, problem) });
  }
}

/** White space and a colon at the ends are left over from how headers are shown. */
function trimmed(name: string, path: Field["path"], problem: Problem): readonly ManifestFix[] {
  const key = name
    .trim()
    .replace(/(?<=.):$/, "")
    .trim();
  if (key === name || problem(key) !== undefined) return [];
  return [{ title: `Change to ${key}`, kind: "suggestion", edits: [{ action: "rename", path, key }] }];
}
