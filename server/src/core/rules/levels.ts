import type { Level } from "./finding";

/** Level of a code as configured, else by default. */
export type LevelSetting = Level | "off";

/**
 * The level at which a finding is shown, or "off". What rests on absence out of view is never more than information;
 * a configured level wins over a finding's own, except that absence out of view still caps it.
 */
export function levelOf(
  finding: { readonly level?: Level; readonly absence?: "not-in-view" },
  byDefault: LevelSetting,
  configured: LevelSetting | undefined,
): LevelSetting {
  const level = configured ?? (byDefault === "off" ? byDefault : (finding.level ?? byDefault));
  if (finding.absence === undefined || level === "off" || level === "hint") return level;
  return "information";
}
