import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { pathTemplateProblem, portProblem } from "../primitives/policyFields";

/** Source: pkg/config/security/security.go ValidatePorts, CheckValidPathTemplate. */
export const invalidOperation: ValidationRule = {
  code: "invalid-operation",
  docs: {
    what: "An operation names a port that is none, or a path with braces that are no template.",
    why: "The webhook rejects it. Ports are single numbers; in paths `{*}` stands for one segment and `{**}` for the rest.",
    bad: "operation: {ports: ['8080-8090'], paths: ['/users/{id}']}",
    good: "operation: {ports: ['8080'], paths: ['/users/{*}']}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-21", "AP-22"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    for (const operation of spec.select("rules[].to[].operation")) {
      for (const { value, path } of [...operation.items("ports"), ...operation.items("notPorts")]) {
        const problem = typeof value === "string" && value !== "" ? portProblem(value) : undefined;
        if (problem !== undefined) report(path, problem);
      }
      for (const { value, path } of [...operation.items("paths"), ...operation.items("notPaths")]) {
        const problem = typeof value === "string" && value !== "" ? pathTemplateProblem(value) : undefined;
        if (problem === undefined || typeof value !== "string") continue;
        const template = value.replace(/\{[^{}/]*\}/g, (braces) => (braces === "{**}" ? braces : "{*}"));
        report(path, `"${value}" cannot be matched: ${problem}`, {
          fixes:
            template !== value && pathTemplateProblem(template) === undefined
              ? [{ title: `Change to ${template}`, kind: "suggestion", edits: [{ action: "set", path, value: template }] }]
              : [],
        });
      }
    }
  },
};
