import type { Level } from "../../core/rules/finding";
import { type Report, type ReportedFinding, type ReportedPlace, summarise } from "./report";

type Style = "bold" | "dim" | "red" | "yellow" | "blue" | "green";

const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 };
const styleOfLevel: Readonly<Record<Level, Style>> = { error: "red", warning: "yellow", information: "blue", hint: "dim" };

/** Like a compiler's: place, level, message and code, the line with carets below the place, then notes and possible fixes. */
export function textReport(report: Report, color: boolean): string {
  const paint = color ? (style: Style, text: string) => `\x1b[${codes[style]}m${text}\x1b[0m` : (_: Style, text: string) => text;
  const lines = new SourceLines(report.textOf);
  const blocks = report.findings.map((finding) => describe(finding, lines, paint));
  return [...blocks, summary(report, paint)].join("\n");
}

type Paint = (style: Style, text: string) => string;

function describe(reported: ReportedFinding, lines: SourceLines, paint: Paint): string {
  const { finding, related, fixes } = reported;
  const style = styleOfLevel[finding.level];
  return [
    `${paint("bold", placeOf(reported))}: ${paint(style, finding.level)}: ${finding.message} ${paint("dim", `[${finding.code}]`)}`,
    ...excerpt(reported, lines, (text) => paint(style, text), paint),
    ...related.map((place) => `  note: ${placeOf(place)}: ${place.message}`),
    ...fixes.map(({ title, kind }) => `  ${paint("green", kind === "safe" ? "fix" : "try")}: ${title}`),
    "",
  ].join("\n");
}

function placeOf({ file, range }: ReportedPlace): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1}`;
}

/** The first line of the place with carets below it. */
function excerpt({ file, range }: ReportedPlace, lines: SourceLines, mark: (text: string) => string, paint: Paint): string[] {
  const line = lines.at(file, range.start.line);
  if (line.trim() === "") return [];
  const number = String(range.start.line + 1);
  const end = range.end.line === range.start.line ? range.end.character : line.length;
  // Tabs stay tabs, so that the carets stand below the place whatever their width is.
  const before = line.slice(0, range.start.character).replace(/[^\t]/g, " ");
  const carets = "^".repeat(Math.max(1, end - range.start.character));
  return [`${paint("dim", `${number.padStart(5)} |`)} ${line}`, `${paint("dim", "      |")} ${before}${mark(carets)}`];
}

function summary(report: Report, paint: Paint): string {
  const { counts, scope } = summarise(report);
  return `${counts === "" ? paint("green", "No findings") : paint("bold", counts)} in ${scope}.\n`;
}

/** Splits the text of a file when its first line is asked for. */
class SourceLines {
  readonly #textOf: (file: string) => string;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(textOf: (file: string) => string) {
    this.#textOf = textOf;
  }

  at(file: string, line: number): string {
    const lines = this.#lines.get(file) ?? this.#textOf(file).split(/\r?\n/);
    this.#lines.set(file, lines);
    return lines[line] ?? "";
  }
}
