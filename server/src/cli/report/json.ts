import { version } from "../../../../package.json";
import type { Report } from "./report";

/** Zero-based positions; paths relative to the working directory. `resource` is null for findings outside of a resource. */
export function jsonReport({ files, resources, findings }: Report): string {
  const report = {
    version,
    files: files.length,
    resources,
    findings: findings.map(({ file, range, finding, istio, kiali, fixes }) => ({
      code: finding.code,
      istio,
      kiali,
      severity: finding.level,
      message: finding.message,
      file,
      range,
      resource: finding.resource ?? null,
      fixes,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
