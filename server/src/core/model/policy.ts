import type { Span, Spanned } from "../text/span";
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
  /** The `selector` or `workloadSelector` key, where present. */
  readonly selectorKey: Span | undefined;
  /** Where a finding about the object as a whole is shown: its `spec` key. */
  readonly specKey: Span | undefined;
  /** AuthorizationPolicy only. */
  readonly authorization: Authorization | undefined;
  /** EnvoyFilter only. */
  readonly envoyPatches: readonly EnvoyPatch[];
  /** EnvoyFilter: spec.priority; absent counts as 0. */
  readonly priority: number;
  /** Telemetry: entries of spec.accessLogging and spec.tracing. */
  readonly telemetry: readonly TelemetryEntry[];
  /** RequestAuthentication: jwksUri of each rule. */
  readonly jwksUris: readonly Spanned<string>[];
}

/** What the rules of an AuthorizationPolicy look at. */
export interface Authorization {
  readonly action: string;
  /** operation.methods and notMethods. */
  readonly methods: readonly Spanned<string>[];
  /** operation.hosts and notHosts. */
  readonly hosts: readonly Spanned<string>[];
  /** Fields that only a peer certificate can fill (principals, namespaces, connection.sni ...): their names and keys. */
  readonly identityFields: readonly Spanned<string>[];
  /** Fields of HTTP requests: their names and keys. */
  readonly httpFields: readonly Spanned<string>[];
}

/** An entry of spec.configPatches. */
export interface EnvoyPatch {
  readonly span: Span;
  readonly applyTo: Spanned<string> | undefined;
  readonly operation: Spanned<string> | undefined;
  /** The filter that is matched: the filter of the chain, else the one below the connection manager. */
  readonly filterName: string | undefined;
  readonly proxyVersion: Spanned<string> | undefined;
}

export interface TelemetryEntry {
  readonly list: "accessLogging" | "tracing";
  readonly span: Span;
  readonly disabled: boolean;
  readonly providers: readonly Spanned<string>[];
}

/** An entry of `targetRefs`, or the older `targetRef`. */
export interface TargetReference {
  readonly group: string;
  readonly kind: Spanned<string> | undefined;
  readonly name: Spanned<string> | undefined;
}
