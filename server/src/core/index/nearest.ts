import type { Resource } from "../model/resource";

/** Number of folder steps between two files (ids with `/`): 0 in the same folder. */
export function folderDistance(a: string, b: string): number {
  const left = a.split("/").slice(0, -1);
  const right = b.split("/").slice(0, -1);
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared++;
  return left.length - shared + (right.length - shared);
}

/** The resource whose file is nearest to `file` (same file first, then by folder, then in stable order). */
export function nearest<R extends Resource>(resources: readonly R[], file: string): R | undefined {
  let best: R | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const resource of resources) {
    const distance = resource.file === file ? -1 : folderDistance(resource.file, file);
    if (distance < bestDistance) {
      best = resource;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Whether two objects are meant to be in a cluster together: not variants of one, and not lying in different folders without saying
 * which namespace they belong to (samples and environments that are applied one at a time).
 */
export function mayCoexist(a: Resource, b: Resource): boolean {
  if (a.id === b.id || areVariants(a, b)) return false;
  return (a.namespace !== undefined && b.namespace !== undefined) || a.file === b.file || folderDistance(a.file, b.file) === 0;
}

/** Same kind, namespace and name: stages or overlays of one object, which replace one another. */
function areVariants(a: Resource, b: Resource): boolean {
  return (
    a.gvk.kind === b.gvk.kind &&
    a.gvk.group === b.gvk.group &&
    a.name.value === b.name.value &&
    a.effectiveNamespace === b.effectiveNamespace
  );
}

/** One resource per object: of variants the nearest to `file`; the order of first appearance is kept. */
export function nearestVariants<R extends Resource>(resources: readonly R[], file: string): readonly R[] {
  const groups = new Map<string, R[]>();
  for (const resource of resources) {
    const identity = `${resource.gvk.group}/${resource.gvk.kind}/${resource.effectiveNamespace}/${resource.name.value}`;
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, [resource]);
    else group.push(resource);
  }
  return [...groups.values()].map((group) => nearest(group, file) as R);
}

/**
 * The variants of each object that a resource in `file` goes together with: those in the same file if there are any, else those in the
 * same folder, else all of them. Stages and overlays keep what belongs together side by side; a reference is then satisfied by any
 * of the variants that are left.
 */
export function companions<R extends Resource>(resources: readonly R[], file: string): readonly R[] {
  if (resources.length < 2) return resources;
  return resources.filter((resource) => {
    const own = nearness(resource, file);
    return !resources.some((other) => nearness(other, file) < own && areVariants(other, resource));
  });
}

/** 0 in the same file, 1 in the same folder, 2 elsewhere. */
function nearness(resource: Resource, file: string): number {
  if (resource.file === file) return 0;
  return folderDistance(resource.file, file) === 0 ? 1 : 2;
}
