import { parseDuration } from "../../model/duration";
import { parseRe2 } from "../../routing/algebra/re2Syntax";
import { RegexOutlines } from "../../routing/regexOutline";
import { code } from "../../schema/describeField";

/** A duration in plain words: `90 seconds`. */
export function durationMarkdown(value: string): string {
  const milliseconds = parseDuration(value);
  if (milliseconds === undefined)
    return `${code(value)} is no duration: write a number with its unit, such as \`5s\`, \`300ms\` or \`1m30s\`.`;
  return `${code(value)} is ${inWords(milliseconds)}.`;
}

/** Whether RE2 takes a regular expression, how it is compared, and a text that it matches. */
export function regexMarkdown(value: string, comparison: "whole" | "parts"): string {
  const parsed = parseRe2(value);
  if (parsed.kind === "invalid") return `Not a valid RE2 expression: ${parsed.message}`;
  const sample = new RegexOutlines().of(value)?.sample ?? "";
  const how = comparison === "whole" ? "It has to match the whole value" : "Every part that it finds is replaced";
  return `Valid RE2 expression. ${how}${sample === "" ? "" : `, for example ${code(sample)}`}.`;
}

/** What a condition on the path takes. */
export function pathMarkdown(kind: "exact" | "prefix", value: string): string {
  if (kind === "exact") return `The path ${code(value)} and no other; the query string is not looked at.`;
  if (value === "/") return "Every path.";
  if (value.endsWith("/")) return `Paths below ${code(value)}, but not ${code(value.slice(0, -1))} itself.`;
  return `Paths that begin with ${code(value)}: ${code(value)}, ${code(`${value}/x`)}, and ${code(`${value}x`)} as well, because segments do not count.`;
}

/** The words of `exportTo`. */
export function exportMarkdown(value: string): string {
  if (value === ".") return "Visible in this namespace only.";
  if (value === "*") return "Visible in all namespaces.";
  if (value === "~") return "Visible nowhere.";
  return `Visible in namespace ${code(value)}.`;
}

function inWords(milliseconds: number): string {
  if (milliseconds < 1000) return count(milliseconds, "millisecond");
  if (milliseconds < 120_000) return count(milliseconds / 1000, "second");
  if (milliseconds < 7_200_000) return count(milliseconds / 60_000, "minute");
  return count(milliseconds / 3_600_000, "hour");
}

function count(amount: number, unit: string): string {
  const rounded = Math.round(amount * 1000) / 1000;
  return `${rounded} ${unit}${rounded === 1 ? "" : "s"}`;
}
