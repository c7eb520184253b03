import { removal, type ValidationRule, warnedByWebhook } from "../../validation";

/** Source: pkg/config/validation/validation.go ValidateServiceEntry. */
export const ignoredWorkloadSelector: ValidationRule = {
  code: "ignored-workload-selector",
  docs: {
    what: "A ServiceEntry with the resolution NONE selects workloads.",
    why: "Without resolution connections go to the address that the application dialled, so the selected workloads are never used.",
    bad: "workloadSelector: {labels: {app: legacy}}\nresolution: NONE",
    good: "workloadSelector: {labels: {app: legacy}}\nresolution: STATIC",
  },
  level: "warning",
  istio: warnedByWebhook,
  kiali: [],
  numbers: ["SE-21"],
  kinds: ["ServiceEntry"],
  check({ spec }, report) {
    const resolution = spec.text("resolution");
    if (!spec.has("workloadSelector") || (resolution !== "" && resolution !== "NONE")) return;
    const given = resolution === "" ? "Without a resolution" : "With the resolution NONE";
    const use = spec.has("resolution")
      ? ({ action: "set", path: [...spec.path, "resolution"], value: "STATIC" } as const)
      : ({ action: "add", path: spec.path, key: "resolution", value: "STATIC" } as const);
    const path = [...spec.path, "workloadSelector"];
    report(path, `${given} connections go where the application dialled, so the selected workloads get none. Use STATIC.`, {
      on: "key",
      missing: true,
      fixes: [{ title: "Use the resolution STATIC", kind: "suggestion", edits: [use] }, removal(path)],
    });
  },
};
