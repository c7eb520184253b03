import type { Level } from "../../core/rules/finding";
import { type Report, type ReportedFinding, summarise } from "./report";

const commandOfLevel: Readonly<Record<Level, string>> = { error: "error", warning: "warning", information: "notice", hint: "notice" };

/**
 * Workflow commands that GitHub shows beside the changed lines, then the summary for the log. Positions are one-based. A command has no
 * link, so that the message ends with what tells more.
 */
export function githubReport(report: Report): string {
  const { counts, scope } = summarise(report);
  return `${report.findings.map(annotation).join("")}${counts === "" ? "No findings" : counts} in ${scope}.\n`;
}

function annotation({ file, range, finding, related }: ReportedFinding): string {
  const properties = {
    file,
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    // GitHub ignores columns of places that span lines.
    ...(range.start.line === range.end.line ? { col: range.start.character + 1, endColumn: range.end.character + 1 } : {}),
    title: finding.code,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = [
    finding.message,
    ...related.map((place) => `See ${place.file}:${place.range.start.line + 1}: ${place.message}`),
    `More: istio-traffic explain ${finding.code}`,
  ].join("\n");
  return `::${commandOfLevel[finding.level]} ${list.join(",")}::${escapeData(text)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
