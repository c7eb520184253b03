import type { Occasion } from "../watch";

/** As many names are told of each sort; of more their number. */
const namedFiles = 3;

/** The time of day and what changed, such as `[14:03:12] changed a.yaml; removed 12 files`. */
export function occasionLine({ time, changes }: Occasion): string {
  const { added, changed, removed, settings } = changes;
  const parts = [
    ...describe("changed", changed),
    ...describe("added", added),
    ...describe("removed", removed),
    ...(settings ? ["other settings"] : []),
  ];
  return `[${time.toTimeString().slice(0, 8)}] ${parts.join("; ")}`;
}

function describe(what: string, files: readonly string[]): string[] {
  if (files.length === 0) return [];
  return [`${what} ${files.length > namedFiles ? `${files.length} files` : files.join(", ")}`];
}
