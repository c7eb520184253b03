import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";

/** networking.istio.io Sidecar (istio/api networking/v1alpha3/sidecar.proto). */
export interface Sidecar {
  readonly kind: "Sidecar";
  readonly workloadSelector: LabelMap | undefined;
  readonly egress: readonly SidecarEgress[];
  readonly egressKey: Span | undefined;
  /** ALLOW_ANY, REGISTRY_ONLY, or undefined when not written. */
  readonly outboundTrafficPolicy: Spanned<string> | undefined;
  /** The key of the policy, where present: one without mode is REGISTRY_ONLY. */
  readonly outboundTrafficPolicyKey: Span | undefined;
  /** The `egressProxy` key of outboundTrafficPolicy, where present. */
  readonly egressProxyKey: Span | undefined;
}

export interface SidecarEgress {
  readonly span: Span;
  /** `ns/dnsName` entries as written. */
  readonly hosts: readonly Spanned<string>[];
  readonly port: Spanned<number> | undefined;
  readonly bind: Spanned<string> | undefined;
}
