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

/** Substrings shorter than this are copies already; longer ones hold on to the text that they were cut from (V8, `SlicedString`). */
const shortestSlice = 13;

/** Replaces every long text below `value` by the pool's copy. Models are plain data that nobody else has seen yet. */
function poolTexts(value: object, strings: StringPool): void {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const item: unknown = value[at];
      if (typeof item === "string") value[at] = pooled(item, strings);
      else if (typeof item === "object" && item !== null) poolTexts(item, strings);
    }
    return;
  }
  const fields = value as Record<string, unknown>;
  for (const key in fields) {
    if (key === "span") continue;
    const field = fields[key];
    if (typeof field === "string") {
      if (field.length >= shortestSlice) fields[key] = strings.keep(field);
    } else if (typeof field === "object" && field !== null) poolTexts(field, strings);
  }
}

function pooled(text: string, strings: StringPool): string {
  return text.length < shortestSlice ? text : strings.keep(text);
}
