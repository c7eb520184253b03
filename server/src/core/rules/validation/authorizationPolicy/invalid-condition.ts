import { similarNames } from "../../../text/similar";
import { type Report, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { ipBlockProblem, portProblem, serviceAccountProblem, trustDomainProblem } from "../primitives/policyFields";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/security/security.go ValidateAttribute. */
export const invalidCondition: ValidationRule = {
  code: "invalid-condition",
  docs: {
    what: "A condition (`when`) has an attribute that Istio does not know, no values, or a value that the attribute cannot have.",
    why: "The webhook rejects it. Headers and claims are named in brackets: `request.headers[x-tenant]`.",
    bad: "when: [{key: request.header, values: [v2]}]",
    good: "when: [{key: 'request.headers[x-version]', values: [v2]}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-25", "AP-26", "AP-27", "AP-28", "AP-29"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    for (const condition of spec.select("rules[].when[]")) {
      const key = condition.text("key");
      const path = [...condition.path, "key"];
      if (key === "") {
        report(path, 'A condition needs an attribute. Set "key".', { missing: true });
        continue;
      }
      if (isEmptyList(condition, "values") && isEmptyList(condition, "notValues")) {
        report(condition.path, `The condition on "${key}" has no values. Add "values" or "notValues".`, { on: "key", missing: true });
      }
      checkKey(key, path, report);
      checkValues(key, [...condition.items("values"), ...condition.items("notValues")], report);
    }
  },
};

function checkKey(key: string, path: Field["path"], report: Report): void {
  const instead = replaced.get(key) ?? (key.startsWith("destination.labels") ? replaced.get("destination.labels") : undefined);
  if (instead !== undefined) {
    report(path, `"${key}" is gone: ${instead}`);
  } else if (maps.some((map) => key.startsWith(map))) {
    if (/^[^[]+\[.+\]$/s.test(key)) return;
    report(path, `"${key}" needs a name in brackets, as in "${key.replace(/[[\]].*$/s, "").replace(/\.$/, "")}[name]".`);
  } else if (!attributes.includes(key)) {
    const near = similarNames(key.replace(/\[.*$/, ""), [...attributes, ...maps]);
    report(
      path,
      `"${key}" is no attribute that Istio knows.${near[0] === undefined ? ` Known are ${[...attributes, ...maps.slice(0, 2).map((map) => `${map}[name]`)].join(", ")}.` : ` Did you mean "${near[0]}"?`}`,
      {
        fixes: near.map((name) => replacement(path, maps.includes(name) ? name + (/\[.*$/.exec(key)?.[0] ?? "") : name)),
      },
    );
  }
}

function checkValues(key: string, values: readonly Field[], report: Report): void {
  const problemOf = problems.get(key);
  for (const { value, path } of values) {
    if (typeof value !== "string") continue;
    const problem = value === "" ? "A value cannot be empty. Name one, or remove it." : problemOf?.(value);
    if (problem !== undefined) report(path, problem);
  }
}

const attributes = [
  ...["source.ip", "remote.ip", "source.namespace", "source.serviceAccount", "source.principal", "source.trustDomain"],
  ...["request.auth.principal", "request.auth.audiences", "request.auth.presenter", "destination.ip", "destination.port", "connection.sni"],
];

/** Attributes that a name in brackets completes. */
const maps = ["request.headers", "request.auth.claims", "experimental.envoy.filters."];

const replaced: ReadonlyMap<string, string> = new Map([
  ["destination.namespace", "a policy is for the namespace that it is in."],
  ["destination.labels", "a policy is for the workloads that its selector names."],
  ["destination.name", "name workloads by the policy's selector."],
  ["destination.user", "name workloads by the policy's selector."],
]);

const problems: ReadonlyMap<string, (value: string) => string | undefined> = new Map([
  ["source.ip", ipBlockProblem],
  ["remote.ip", ipBlockProblem],
  ["destination.ip", ipBlockProblem],
  ["destination.port", portProblem],
  ["source.serviceAccount", serviceAccountProblem],
  ["source.trustDomain", trustDomainProblem],
]);
