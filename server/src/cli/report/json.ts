import { version } from "../../../../package.json";
import type { Occasion } from "../watch";
import type { Report } from "./report";

/** Zero-based positions; paths relative to the working directory. `resource` is null for findings outside of a resource. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(toJson(report), undefined, 2)}\n`;
}

/** The same in one line; `time` (ISO 8601) and `changes` are there where the report is made anew. */
export function jsonLine(report: Report, occasion: Occasion | undefined): string {
  return `${JSON.stringify({ ...occasion, ...toJson(report) })}\n`;
}

function toJson({ files, resources, findings }: Report) {
  return {
    version,
    files: files.length,
    resources,
    findings: findings.map(({ file, range, finding, istio, kiali, related, fixes }) => ({
      code: finding.code,
      istio,
      kiali,
      severity: finding.level,
      message: finding.message,
      file,
      range,
      resource: finding.resource ?? null,
      related,
      fixes,
    })),
  };
}
