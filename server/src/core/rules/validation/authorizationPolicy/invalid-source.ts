import { type Report, rejectedByWebhook, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { ipBlockProblem, negated, serviceAccountProblem, trustDomainProblem } from "../primitives/policyFields";

/** Source: pkg/config/validation/validation.go ValidateAuthorizationPolicy, pkg/config/security/security.go. */
export const invalidSource: ValidationRule = {
  code: "invalid-source",
  docs: {
    what: "A source names an IP block, a service account or a trust domain that is none.",
    why: "The webhook rejects it. Host names are not possible for callers, and service accounts are compared exactly.",
    bad: "source: {ipBlocks: [10.0.0.0-10.0.0.9]}",
    good: "source: {ipBlocks: [10.0.0.0/28]}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-15", "AP-17", "AP-18"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    for (const source of spec.select("rules[].from[].source")) {
      for (const [field, problem] of checks) {
        checkValues(source.items(field), problem, report);
        checkValues(source.items(negated(field)), problem, report);
      }
    }
  },
};

const checks: readonly (readonly [string, (text: string) => string | undefined])[] = [
  ["ipBlocks", ipBlockProblem],
  ["remoteIpBlocks", ipBlockProblem],
  ["serviceAccounts", serviceAccountProblem],
  ["trustDomains", trustDomainProblem],
];

/** Empty texts are reported as such. */
function checkValues(values: readonly Field[], problemOf: (text: string) => string | undefined, report: Report): void {
  for (const { value, path } of values) {
    const problem = typeof value === "string" && value !== "" ? problemOf(value) : undefined;
    if (problem !== undefined) report(path, problem);
  }
}
