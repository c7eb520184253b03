import type { FileFinding, FileFix } from "../../core/features/results";
import { type Level, levels } from "../../core/rules/finding";
import { codesOf } from "../../core/rules/registry";
import type { Position } from "../../core/text/lineIndex";
import type { Span } from "../../core/text/span";
import type { Workspace } from "../../core/workspace";

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place as reports print it; positions are zero-based. */
export interface ReportedPlace {
  readonly file: string;
  readonly range: Range;
}

export interface ReportedFix extends Pick<FileFix, "title" | "kind"> {
  readonly edits: readonly (ReportedPlace & { readonly newText: string })[];
}

/** A finding with everything that reports print of it. */
export interface ReportedFinding extends ReportedPlace {
  readonly finding: FileFinding;
  readonly istio: readonly string[];
  readonly kiali: readonly string[];
  readonly related: readonly (ReportedPlace & { readonly message: string })[];
  readonly fixes: readonly ReportedFix[];
}

/** What all formats are made from. */
export interface Report {
  /** All files that were asked for, in order, and those of the context that have a finding. */
  readonly files: readonly string[];
  /** In these files. */
  readonly resources: number;
  /** How many other files were read. */
  readonly context: number;
  /** By file and place. */
  readonly findings: readonly ReportedFinding[];
  /** The text of a file with findings. */
  readonly textOf: (file: string) => string;
}

/** Reports what was found in the named files, and elsewhere what refers to a place in them. */
export function collectReport(workspace: Workspace, textOf: (file: string) => string, named: ReadonlySet<string>): Report {
  const all = [...workspace.files()].sort();
  const rangeOf = (file: string, span: Span): Range => ({
    start: workspace.position(file, span.start),
    end: workspace.position(file, span.end),
  });
  const describe = (file: string, finding: FileFinding): ReportedFinding => ({
    file,
    range: rangeOf(file, finding.span),
    finding,
    ...codesOf(finding.code),
    related: finding.related.map((place) => ({ file: place.file, range: rangeOf(place.file, place.span), message: place.message })),
    fixes: workspace.fixes(file, finding).map(({ title, kind, edits }) => ({
      title,
      kind,
      edits: edits.map((edit) => ({ file: edit.file, range: rangeOf(edit.file, edit.span), newText: edit.newText })),
    })),
  });
  const findings = all.flatMap((file) =>
    workspace
      .findings(file)
      .filter(({ related }) => named.has(file) || related.some((place) => named.has(place.file)))
      .map((finding) => describe(file, finding)),
  );
  const withFindings = new Set(findings.map(({ file }) => file));
  const files = all.filter((file) => named.has(file) || withFindings.has(file));
  const resources = files.reduce((sum, file) => sum + workspace.resources(file).length, 0);
  return { files, resources, context: all.length - files.length, findings, textOf };
}

/** The level counts and what was looked at, such as `1 error, 2 warnings` and `4 files (6 resources)`. */
export function summarise({ files, resources, context, findings }: Report): { readonly counts: string; readonly scope: string } {
  const counts = levels.flatMap((level) => {
    const number = findings.filter(({ finding }) => finding.level === level).length;
    return number === 0 ? [] : [count(number, level, pluralOf(level))];
  });
  const besides = context === 0 ? "" : `, read together with ${count(context, "other file")}`;
  return { counts: counts.join(", "), scope: `${count(files.length, "file")} (${count(resources, "resource")})${besides}` };
}

function pluralOf(level: Level): string {
  return level === "information" ? level : `${level}s`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
