import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";

/** networking.istio.io DestinationRule (istio/api networking/v1alpha3/destination_rule.proto). */
export interface DestinationRule {
  readonly kind: "DestinationRule";
  readonly host: Spanned<string> | undefined;
  readonly subsets: readonly Subset[];
  /** The `subsets` key, where present. */
  readonly subsetsKey: Span | undefined;
  readonly trafficPolicy: TrafficPolicy | undefined;
  readonly exportTo: readonly Spanned<string>[];
  readonly workloadSelector: LabelMap | undefined;
  readonly spec: Span | undefined;
}

export interface Subset {
  readonly span: Span;
  readonly name: Spanned<string> | undefined;
  readonly labels: LabelMap;
  /** The `labels` key, where present. */
  readonly labelsKey: Span | undefined;
  readonly trafficPolicy: TrafficPolicy | undefined;
}

/** The parts of a traffic policy that hovers and rules talk about. Each part keeps the place where it is written. */
export interface TrafficPolicy {
  readonly span: Span;
  readonly loadBalancer: LoadBalancer | undefined;
  readonly connectionPool: PolicyPart | undefined;
  readonly outlierDetection: PolicyPart | undefined;
  readonly tls: ClientTls | undefined;
  readonly portLevelSettings: readonly PortTrafficPolicy[];
  readonly tunnel: PolicyPart | undefined;
  readonly proxyProtocol: PolicyPart | undefined;
  readonly retryBudget: PolicyPart | undefined;
}

export interface PortTrafficPolicy extends TrafficPolicy {
  readonly port: Spanned<number> | undefined;
}

export interface LoadBalancer {
  readonly span: Span;
  readonly simple: Spanned<string> | undefined;
  /** Which hash key is used (httpHeaderName, httpCookie, useSourceIp, ...), where consistent hashing is set. */
  readonly consistentHash: Spanned<string> | undefined;
  /** Everything written, locality and warm-up settings included, as in `PolicyPart`. */
  readonly settings: PolicyPart["settings"];
}

export interface ClientTls {
  readonly span: Span;
  readonly mode: Spanned<string> | undefined;
  readonly sni: Spanned<string> | undefined;
  readonly caCertificates: Spanned<string> | undefined;
  readonly credentialName: Spanned<string> | undefined;
  readonly clientCertificate: Spanned<string> | undefined;
  readonly privateKey: Spanned<string> | undefined;
  readonly subjectAltNames: readonly string[];
  readonly insecureSkipVerify: boolean;
}

/** A part that is shown, not interpreted: its leaf settings as `path: value` pairs. */
export interface PolicyPart {
  readonly span: Span;
  readonly settings: readonly { readonly path: string; readonly value: string }[];
}
