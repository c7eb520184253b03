import type { Report, ReportedFinding } from "./report";

/**
 * JUnit XML: one suite per file, one case per finding. Errors and warnings are failures, the rest is output of a case that passed;
 * a file without findings is one case that passed.
 */
export function junitReport({ files, findings }: Report): string {
  const suites = files.map((file) =>
    suite(
      file,
      findings.filter((finding) => finding.file === file),
    ),
  );
  const clean = files.filter((file) => !findings.some((finding) => finding.file === file)).length;
  const totals = `tests="${findings.length + clean}" failures="${findings.filter(isFailure).length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="istio-traffic" ${totals}>\n${suites.join("")}</testsuites>\n`;
}

function suite(file: string, findings: readonly ReportedFinding[]): string {
  const cases = findings.length === 0 ? [`    <testcase name="no findings" classname="${escapeXml(file)}"/>\n`] : findings.map(testCase);
  return `  <testsuite name="${escapeXml(file)}" tests="${cases.length}" failures="${findings.filter(isFailure).length}">\n${cases.join("")}  </testsuite>\n`;
}

function isFailure({ finding }: ReportedFinding): boolean {
  return finding.level === "error" || finding.level === "warning";
}

function testCase(reported: ReportedFinding): string {
  const { file, range, finding } = reported;
  const place = `${range.start.line + 1}:${range.start.character + 1}`;
  const notes = reported.related.map((one) => `\n${one.file}:${one.range.start.line + 1}: ${one.message}`);
  const text = escapeXml(
    `${file}:${place}: ${finding.level}: ${finding.message} [${finding.code}]${notes.join("")}\nMore: istio-traffic explain ${finding.code}`,
  );
  const body = isFailure(reported)
    ? `<failure type="${finding.level}" message="${escapeXml(finding.message)}">${text}</failure>`
    : `<system-out>${text}</system-out>`;
  return `    <testcase name="${escapeXml(`${finding.code} at ${place}`)}" classname="${escapeXml(file)}" file="${escapeXml(file)}" line="${range.start.line + 1}">\n      ${body}\n    </testcase>\n`;
}

/** Escapes markup; characters that XML forbids are left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
