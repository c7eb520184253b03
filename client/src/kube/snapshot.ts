import { type ClusterObject, isRecord } from "./cluster";

/**
 * What of an object is worth comparing: without status, managedFields and what the server counts or stamps by itself.
 * The keys start with apiVersion, kind, metadata.
 */
export function comparable(object: ClusterObject): Readonly<Record<string, unknown>> {
  const { apiVersion, kind, metadata, status: _, ...rest } = object;
  return { apiVersion, kind, metadata: comparableMetadata(metadata), ...rest };
}

/** Whether two plain JSON values are the same; the order of keys does not matter. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameValue(a[key], b[key]));
}

const stampedFields = new Set(["managedFields", "creationTimestamp", "resourceVersion", "uid", "generation", "selfLink"]);
const stampedAnnotations = new Set(["kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision"]);

function comparableMetadata(metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(metadata).flatMap(([field, value]): [string, unknown][] => {
    if (stampedFields.has(field)) return [];
    if (field !== "annotations" || !isRecord(value)) return [[field, value]];
    const annotations = Object.entries(value).filter(([name]) => !stampedAnnotations.has(name));
    return annotations.length === 0 ? [] : [[field, Object.fromEntries(annotations)]];
  });
  return Object.fromEntries(kept);
}
