import { version } from "../../../../package.json";
import { explainRule } from "../../core/rules/explain";
import type { Level } from "../../core/rules/finding";
import { ruleInfo } from "../../core/rules/registry";
import type { Report, ReportedFinding, ReportedPlace } from "./report";

type SarifLevel = "error" | "warning" | "note";

const sarifLevels: Readonly<Record<Level, SarifLevel>> = { error: "error", warning: "warning", information: "note", hint: "note" };

/** SARIF 2.1.0 (OASIS), for code scanning. Positions are one-based, columns count UTF-16 code units. */
export function sarifReport({ findings }: Report): string {
  const codes = [...new Set(findings.map(({ finding }) => finding.code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "istio-traffic", version, rules: codes.map(describeRule) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => describeResult(finding, codes.indexOf(finding.finding.code))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule(code: string) {
  const rule = ruleInfo(code);
  const help = explainRule(code);
  return {
    id: code,
    ...(rule === undefined
      ? {}
      : {
          shortDescription: { text: rule.docs.what },
          fullDescription: { text: rule.docs.why },
          defaultConfiguration: rule.level === "off" ? { enabled: false } : { level: sarifLevels[rule.level] },
          properties: { tags: [...rule.istio, ...rule.kiali] },
        }),
    ...(rule === undefined || help === undefined ? {} : { help: { text: rule.docs.why, markdown: help } }),
  };
}

function describeResult(reported: ReportedFinding, ruleIndex: number) {
  const { finding, related } = reported;
  return {
    ruleId: finding.code,
    ruleIndex,
    level: sarifLevels[finding.level],
    message: { text: finding.message },
    locations: [location(reported)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((place, id) => ({ id, ...location(place), message: { text: place.message } })) }),
  };
}

function location({ file, range }: ReportedPlace) {
  const region = {
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
  return { physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region } };
}
