import type { DocumentState } from "../documents/documentState";
import { labelValue } from "../model/labels";
import type { CodedFinding } from "./checkResource";
import type { LocalFinding } from "./finding";
import { codesOf } from "./registry";

/**
 * Whether a finding is silenced: by a comment of ours, by the annotation galley.istio.io/analyze-suppress
 * (codes of istioctl, `*` for all) or by kiali.io/ignore-validations (codes of Kiali) on its resource.
 */
export function isSuppressed(finding: CodedFinding | LocalFinding, document: DocumentState): boolean {
  if (
    document.directives.some(
      (directive) => directive.codes.some((code) => code === "*" || code === finding.code) && covers(directive, finding),
    )
  )
    return true;
  const resource = finding.resource;
  if (resource === undefined) return false;
  const { istio, kiali } = codesOf(finding.code);
  return (
    listed(labelValue(resource.annotations, "galley.istio.io/analyze-suppress"), istio) ||
    listed(labelValue(resource.annotations, "kiali.io/ignore-validations"), kiali)
  );
}

function covers(directive: DocumentState["directives"][number], finding: CodedFinding | LocalFinding): boolean {
  return directive.scope !== "line" || (finding.at.start >= directive.covers.start && finding.at.start <= directive.covers.end);
}

function listed(value: string | undefined, codes: readonly string[]): boolean {
  if (value === undefined) return false;
  const names = value.split(",").map((name) => name.trim());
  return names.includes("*") || codes.some((code) => names.includes(code));
}
