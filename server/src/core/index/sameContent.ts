/**
 * Whether two models (or parts of them) say the same, places aside: properties that hold spans are skipped.
 * Models are plain data without cycles.
 */
export function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Number.isNaN(a) && Number.isNaN(b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameContent(item, b[at]));
  }
  if (isSpan(a) && isSpan(b)) return true;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key in left) if (!sameContent(left[key], right[key])) return false;
  for (const key in right) if (!(key in left)) return false;
  return true;
}

function isSpan(value: object): boolean {
  return "start" in value && "end" in value && Object.keys(value).length === 2;
}
