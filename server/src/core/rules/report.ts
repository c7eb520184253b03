import type { DocumentState } from "../documents/documentState";
import type { FileState } from "../documents/fileState";
import type { FileFinding } from "../features/results";
import type { Resource } from "../model/resource";
import { unmask } from "../text/maskedWords";
import { type Span, shiftSpan } from "../text/span";
import type { CodedFinding } from "./checkResource";
import type { DocumentRef, LocalFinding } from "./finding";
import { type LevelSetting, levelOf } from "./levels";
import { defaultLevel } from "./registry";
import { isSuppressed } from "./suppression";

/** A finding as shown, with the one it was made from (which knows the fixes). */
export interface ReportedFinding {
  readonly finding: FileFinding;
  readonly source: CodedFinding | LocalFinding;
}

export interface ReportOptions {
  readonly levels: ReadonlyMap<string, LevelSetting>;
  /** Offset in its file at which a document starts. */
  readonly startOf: (document: DocumentRef) => number;
}

/** The findings of a file: levels applied, suppressed and masked ones left out, ordered by place, duplicates dropped. */
export function reportFile(
  state: FileState,
  checked: (resource: Resource) => readonly CodedFinding[],
  options: ReportOptions,
): readonly ReportedFinding[] {
  const reported: ReportedFinding[] = [];
  for (const document of state.documents) {
    const refused = refusedPlaces(document, options);
    const sources: (CodedFinding | LocalFinding)[] = [...document.findings];
    for (const resource of document.resources) sources.push(...checked(resource).filter((finding) => !refused.has(placeKey(finding.at))));
    for (const source of sources) {
      const finding = toFileFinding(source, document, options);
      if (finding !== undefined) reported.push({ finding, source });
    }
  }
  reported.sort((a, b) => compareFindings(a.finding, b.finding));
  return reported.filter((one, at) => at === 0 || compareFindings((reported[at - 1] as ReportedFinding).finding, one.finding) !== 0);
}

/** Values that are refused by themselves: whether anything goes by that name is not worth saying as well. */
function refusedPlaces({ findings }: DocumentState, { levels }: ReportOptions): ReadonlySet<string> {
  const errors = findings.filter((finding) => levelOf(finding, defaultLevel(finding.code), levels.get(finding.code)) === "error");
  return new Set(errors.map((finding) => placeKey(finding.at)));
}

function placeKey({ start, end }: Span): string {
  return `${start}-${end}`;
}

function toFileFinding(source: CodedFinding | LocalFinding, document: DocumentState, options: ReportOptions): FileFinding | undefined {
  const level = levelOf(source, defaultLevel(source.code), options.levels.get(source.code));
  if (level === "off") return undefined;
  if (document.masked.some((span) => span.start <= source.at.end && source.at.start <= span.end)) return undefined;
  if (isSuppressed(source, document)) return undefined;
  return {
    code: source.code,
    level,
    message: unmask(source.message, document.words),
    span: shiftSpan(source.at, document.slice.start),
    related: (source.related ?? []).map((related) => ({
      file: related.resource.file,
      span: shiftSpan(related.span, options.startOf(related.resource)),
      message: unmask(related.message, document.words),
    })),
    resource: source.resource === undefined ? undefined : describe(source.resource),
    deprecated: "deprecated" in source && source.deprecated === true,
  };
}

function describe(resource: Resource): FileFinding["resource"] {
  return {
    apiVersion: resource.apiVersion.value,
    kind: resource.gvk.kind,
    namespace: resource.effectiveNamespace,
    name: resource.name.value,
  };
}

function compareFindings(a: FileFinding, b: FileFinding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || compare(a.code, b.code) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
