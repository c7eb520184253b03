import type { Spanned } from "../text/span";
import type { LabelMap } from "./labels";

/** networking.istio.io WorkloadEntry: one endpoint that is not a pod. */
export interface WorkloadEntry {
  readonly kind: "WorkloadEntry";
  readonly address: Spanned<string> | undefined;
  readonly labels: LabelMap;
  readonly serviceAccount: Spanned<string> | undefined;
}

/** networking.istio.io WorkloadGroup: the template of WorkloadEntries. */
export interface WorkloadGroup {
  readonly kind: "WorkloadGroup";
  readonly labels: LabelMap;
  readonly serviceAccount: Spanned<string> | undefined;
}
