import type { IndexView } from "../index/indexView";
import type { IndexKey } from "../index/keys";
import { RecordingView } from "../index/recordingView";
import type { Resource } from "../model/resource";
import type { Finding } from "./finding";
import { rulesFor } from "./registry";

/** A finding with the code and the resource it belongs to. */
export interface CodedFinding extends Finding {
  readonly code: string;
  readonly resource: Resource;
}

/** Runs every rule for the kind of a resource and reports what of the index they read. */
export function checkResource(
  resource: Resource,
  index: IndexView,
): { readonly findings: readonly CodedFinding[]; readonly reads: ReadonlySet<IndexKey> } {
  const view = new RecordingView(index);
  const findings: CodedFinding[] = [];
  for (const rule of rulesFor(resource.model.kind)) {
    for (const finding of rule.check(resource, { index: view })) findings.push({ ...finding, code: rule.code, resource });
  }
  return { findings, reads: view.reads };
}
