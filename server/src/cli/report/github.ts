import type { Level } from "../../core/rules/finding";
import type { Report } from "./report";

const commandOfLevel: Readonly<Record<Level, string>> = { error: "error", warning: "warning", information: "notice", hint: "notice" };

/** Workflow commands that GitHub shows beside the changed lines. Positions are one-based. */
export function githubReport({ findings }: Report): string {
  return findings
    .map(({ file, range, finding }) => {
      const properties = {
        file,
        line: range.start.line + 1,
        endLine: range.end.line + 1,
        // GitHub ignores columns of places that span lines.
        ...(range.start.line === range.end.line ? { col: range.start.character + 1, endColumn: range.end.character + 1 } : {}),
        title: finding.code,
      };
      const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${commandOfLevel[finding.level]} ${list.join(",")}::${escapeData(finding.message)}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
