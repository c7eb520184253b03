export interface LocalityProblem {
  /** Position of the locality at fault. */
  readonly at: number;
  readonly problem: string;
}

/**
 * The first of several localities (`region/zone/subzone`, each part optional from the right, `*` at the end) that is malformed or
 * covered by one before it (pkg/config/validation/agent/validation.go, validateLocalities).
 */
export function localityProblem(localities: readonly string[]): LocalityProblem | undefined {
  const seen: string[][] = [];
  for (const [at, locality] of localities.entries()) {
    const stars = locality.split("*").length - 1;
    if (stars > 1 || (stars === 1 && !locality.endsWith("*"))) {
      return { at, problem: `"${locality}" may have one "*", and only at the end. Write it as "region/zone/*".` };
    }
    const parts = splitLocality(locality);
    if (parts.includes(""))
      return { at, problem: `"${locality}" has an empty region, zone or subzone. Write "region", "region/zone" or "region/zone/subzone".` };
    const other = seen.find((earlier) => covers(earlier, parts));
    if (other !== undefined) return { at, problem: `"${locality}" overlaps with "${other.join("/")}": both cannot hold. Remove one.` };
    seen.push(parts);
  }
  return undefined;
}

/** Region, zone and subzone; a slash in the subzone belongs to it. */
function splitLocality(locality: string): string[] {
  const [region = "", zone, ...subzone] = locality.split("/");
  return [region, ...(zone === undefined ? [] : [zone]), ...(subzone.length === 0 ? [] : [subzone.join("/")])];
}

/** A `*` covers what comes after it, not what came before: the rest goes there. */
function covers(earlier: readonly string[], later: readonly string[]): boolean {
  for (let level = 0; level < 3; level++) {
    const [left, right] = [earlier[level], later[level]];
    if (left === undefined || right === undefined || left === "*") return true;
    if (left !== right) return false;
  }
  return true;
}
