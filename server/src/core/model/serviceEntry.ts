import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";
import type { ServicePort } from "./service";

/** networking.istio.io ServiceEntry (istio/api networking/v1alpha3/service_entry.proto). */
export interface ServiceEntry {
  readonly kind: "ServiceEntry";
  readonly hosts: readonly Spanned<string>[];
  readonly hostsKey: Span | undefined;
  readonly addresses: readonly Spanned<string>[];
  readonly ports: readonly ServicePort[];
  readonly portsKey: Span | undefined;
  readonly location: string | undefined;
  readonly resolution: Spanned<string> | undefined;
  readonly endpoints: readonly Endpoint[];
  readonly workloadSelector: LabelMap | undefined;
  readonly exportTo: readonly Spanned<string>[];
  readonly spec: Span | undefined;
}

export interface Endpoint {
  readonly span: Span;
  readonly address: Spanned<string> | undefined;
  readonly labels: LabelMap;
  readonly weight: number | undefined;
}
