import { rejectedByWebhook, removal, type ValidationRule } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateDestinationRule. */
export const duplicateSubset: ValidationRule = {
  code: "duplicate-subset",
  docs: {
    what: "Two subsets of a DestinationRule have the same name.",
    why: "The webhook rejects it: a destination could mean either.",
    bad: "subsets:\n- name: v1\n- name: v1",
    good: "subsets:\n- name: v1\n- name: v2",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["DR-6"],
  kinds: ["DestinationRule"],
  check({ spec }, report) {
    const seen = new Set<string>();
    for (const subset of spec.items("subsets")) {
      const name = subset.text("name");
      if (name !== "" && seen.has(name)) {
        report([...subset.path, "name"], `The subset "${name}" is defined twice. Rename or remove one.`, {
          fixes: [removal(subset.path, "Remove the subset")],
        });
      }
      seen.add(name);
    }
  },
};
