import { type Report, rejectedByWebhook, removal, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { operationFields, sourceFields } from "../primitives/policyFields";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateAuthorizationPolicy, pkg/config/security/security.go CheckEmptyValues. */
export const emptyPolicyPart: ValidationRule = {
  code: "empty-policy-part",
  docs: {
    what: "A rule of an AuthorizationPolicy has an empty `from`, `to`, source or operation, or an empty text in a list.",
    why: "The webhook rejects it: what is empty would match everything, which nobody means when it stands there. (An empty list for `from` or `to` reaches the webhook as none at all, so it does match everything.)",
    bad: "rules:\n- from: [{source: {}}]",
    good: "rules:\n- from: [{source: {namespaces: [shop]}}]",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["AP-11", "AP-12", "AP-13", "AP-16", "AP-20"],
  kinds: ["AuthorizationPolicy"],
  check({ spec }, report) {
    for (const rule of spec.items("rules")) {
      for (const { list, name, fields } of parts) {
        if (rule.has(list) && isEmptyList(rule, list)) {
          report([...rule.path, list], `"${list}" is empty, so it matches everything. Fill it, or remove it to say that.`, {
            on: "key",
            missing: true,
            fixes: [removal([...rule.path, list])],
          });
        }
        for (const entry of rule.items(list)) checkPart(entry, name, fields, report);
      }
    }
  },
};

const parts = [
  { list: "from", name: "source", fields: sourceFields },
  { list: "to", name: "operation", fields: operationFields },
];

function checkPart(entry: Field, name: string, fields: readonly string[], report: Report): void {
  const part = entry.get(name);
  if (part === undefined) {
    report(entry.path, `The entry has no "${name}". Add it, or remove the entry.`, { on: "key", missing: true });
    return;
  }
  if (fields.every((field) => isEmptyList(part, field))) {
    report(part.path, `"${name}" is empty. Add one of ${fields.filter((field) => !field.startsWith("not")).join(", ")}.`, {
      on: "key",
      missing: true,
    });
  }
  for (const field of fields) {
    for (const { value, path } of part.items(field)) {
      if (value === "") report(path, `An empty text in "${field}" matches nothing.`, { fixes: [removal(path, "Remove the empty text")] });
    }
  }
}
