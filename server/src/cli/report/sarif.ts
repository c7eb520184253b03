import { createHash } from "node:crypto";
import { version } from "../../../../package.json";
import { explainRule } from "../../core/rules/explain";
import type { Level } from "../../core/rules/finding";
import { ruleInfo } from "../../core/rules/registry";
import type { Range, Report, ReportedFinding, ReportedFix, ReportedPlace } from "./report";

type SarifLevel = "error" | "warning" | "note";

const sarifLevels: Readonly<Record<Level, SarifLevel>> = { error: "error", warning: "warning", information: "note", hint: "note" };

/**
 * SARIF 2.1.0 (OASIS), for code scanning. Positions are one-based, columns count UTF-16 code units. The documentation of a rule is
 * in its `help`, which viewers show; there is no `helpUri`, as it is published nowhere else.
 */
export function sarifReport(report: Report): string {
  const { findings } = report;
  const codes = [...new Set(findings.map(({ finding }) => finding.code))].sort();
  const fingerprints = fingerprintsOf(report);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "istio-traffic", version, rules: codes.map(describeRule) } },
        invocations: [{ executionSuccessful: true }],
        columnKind: "utf16CodeUnits",
        results: findings.map((finding, at) => ({
          ...describeResult(finding, codes.indexOf(finding.finding.code)),
          partialFingerprints: { "findingHash/v1": fingerprints[at] },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule(code: string) {
  const rule = ruleInfo(code);
  const markdown = explainRule(code);
  if (rule === undefined || markdown === undefined) return { id: code };
  const { docs, level, istio, kiali } = rule;
  return {
    id: code,
    shortDescription: { text: docs.what },
    fullDescription: { text: docs.why },
    help: { text: `${docs.what}\n\n${docs.why}\n\n"istio-traffic explain ${code}" shows examples.`, markdown },
    defaultConfiguration: level === "off" ? { enabled: false } : { level: sarifLevels[level] },
    properties: { tags: [...istio, ...kiali] },
  };
}

function describeResult(reported: ReportedFinding, ruleIndex: number) {
  const { finding, related, fixes } = reported;
  return {
    ruleId: finding.code,
    ruleIndex,
    level: sarifLevels[finding.level],
    message: { text: finding.message },
    locations: [{ physicalLocation: physicalLocation(reported) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, id) => ({
            id,
            physicalLocation: physicalLocation(place),
            message: { text: place.message },
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map(describeFix) }),
  };
}

function describeFix({ title, edits }: ReportedFix) {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((changed) => ({
      artifactLocation: artifactLocation(changed),
      replacements: edits
        .filter(({ file }) => file === changed)
        .map(({ range, newText }) => ({ deletedRegion: region(range), insertedContent: { text: newText } })),
    })),
  };
}

function physicalLocation({ file, range }: ReportedPlace) {
  return { artifactLocation: artifactLocation(file), region: region(range) };
}

/** Names are relative to the working directory; `#` and `?` would start other parts of a URI, and `:` end a scheme. */
function artifactLocation(file: string) {
  return { uri: encodeURI(file).replace(/[#?:]/g, encodeURIComponent) };
}

function region({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** What stays the same when lines above a finding come and go: its code, resource and line, and its turn among those alike. */
function fingerprintsOf({ findings, textOf }: Report): readonly string[] {
  const lines = new Map<string, readonly string[]>();
  const seen = new Map<string, number>();
  return findings.map(({ file, range, finding }) => {
    if (!lines.has(file)) lines.set(file, textOf(file).split("\n"));
    const { kind, namespace, name } = finding.resource ?? {};
    const line = lines.get(file)?.[range.start.line]?.trim();
    const what = JSON.stringify([finding.code, file, kind, namespace, name, line]);
    const turn = seen.get(what) ?? 0;
    seen.set(what, turn + 1);
    return createHash("sha256").update(`${what} ${turn}`).digest("hex").slice(0, 32);
  });
}
