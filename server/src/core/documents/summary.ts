import type { LabelMap } from "../model/labels";
import type { Resource } from "../model/resource";
import type { StringPool } from "../text/stringPool";

/**
 * What is kept of a resource whose file is closed: the model, with its texts in the pool, and of labels and annotations those that
 * rules read (the labels of pods are part of the model).
 */
export function summarise(resource: Resource, strings: StringPool): Resource {
  const summary: Resource = {
    ...resource,
    labels: resource.model.kind === "Namespace" ? resource.labels : meshRelated(resource.labels),
    annotations: meshRelated(resource.annotations),
  };
  poolTexts(summary, strings);
  return summary;
}

function meshRelated(labels: LabelMap): LabelMap {
  if (labels.entries.length === 0) return labels;
  return { ...labels, entries: labels.entries.filter((entry) => /istio|kiali\.io|kubernetes\.io\/ingress|k8s\.io/.test(entry.key.value)) };
}

/** Replaces every text below `value` by the pool's copy. Models are plain data that nobody else has seen yet. */
function poolTexts(value: object, strings: StringPool): void {
  const fields = value as Record<string, unknown>;
  for (const key in fields) {
    const field = fields[key];
    if (typeof field === "string") fields[key] = strings.keep(field);
    else if (typeof field === "object" && field !== null) poolTexts(field, strings);
  }
}
