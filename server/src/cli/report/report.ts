import type { FileFinding } from "../../core/features/results";
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

/** A finding with everything that reports print of it. */
export interface ReportedFinding extends ReportedPlace {
  readonly finding: FileFinding;
  readonly istio: readonly string[];
  readonly kiali: readonly string[];
  readonly related: readonly (ReportedPlace & { readonly message: string })[];
  readonly fixes: readonly { readonly title: string; readonly kind: "safe" | "suggestion" }[];
}

/** What all formats are made from. */
export interface Report {
  /** All files that were checked, in order. */
  readonly files: readonly string[];
  readonly resources: number;
  /** By file and place. */
  readonly findings: readonly ReportedFinding[];
  /** The text of a file with findings. */
  readonly textOf: (file: string) => string;
}

export function collectReport(workspace: Workspace, textOf: (file: string) => string): Report {
  const files = [...workspace.files()].sort();
  const rangeOf = (file: string, span: Span): Range => ({
    start: workspace.position(file, span.start),
    end: workspace.position(file, span.end),
  });
  const findings = files.flatMap((file) =>
    workspace.findings(file).map((finding): ReportedFinding => {
      const { istio, kiali } = codesOf(finding.code);
      return {
        file,
        range: rangeOf(file, finding.span),
        finding,
        istio,
        kiali,
        related: finding.related.map((place) => ({ file: place.file, range: rangeOf(place.file, place.span), message: place.message })),
        fixes: workspace.fixes(file, finding).map(({ title, kind }) => ({ title, kind })),
      };
    }),
  );
  return { files, resources: workspace.stats().resources, findings, textOf };
}
