import type { Spanned } from "../text/span";
import type { LabelMap } from "./labels";

export type PolicyKind =
  | "AuthorizationPolicy"
  | "PeerAuthentication"
  | "RequestAuthentication"
  | "Telemetry"
  | "EnvoyFilter"
  | "ProxyConfig"
  | "WasmPlugin"
  | "TrafficExtension";

/** An Istio kind that selects workloads and adds behaviour to them; the details are the schema's. */
export interface Policy {
  readonly kind: "Policy";
  readonly policyKind: PolicyKind;
  /** spec.selector.matchLabels or spec.workloadSelector.labels; undefined when absent. */
  readonly selector: LabelMap | undefined;
  readonly targetRefs: readonly TargetReference[];
  /** AuthorizationPolicy: namespaces and principals named in rules. */
  readonly sourceNamespaces: readonly Spanned<string>[];
  readonly sourcePrincipals: readonly Spanned<string>[];
  /** PeerAuthentication: spec.mtls.mode. */
  readonly mtlsMode: Spanned<string> | undefined;
}

/** An entry of `targetRefs`, or the older `targetRef`. */
export interface TargetReference {
  readonly kind: Spanned<string> | undefined;
  readonly name: Spanned<string> | undefined;
}
