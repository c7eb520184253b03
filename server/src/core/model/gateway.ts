import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";

/** networking.istio.io Gateway (istio/api networking/v1alpha3/gateway.proto). */
export interface Gateway {
  readonly kind: "Gateway";
  readonly selector: LabelMap;
  /** The `selector` key, where present. */
  readonly selectorKey: Span | undefined;
  readonly servers: readonly Server[];
  readonly serversKey: Span | undefined;
  readonly spec: Span | undefined;
}

export interface Server {
  readonly span: Span;
  readonly name: Spanned<string> | undefined;
  readonly port: ServerPort;
  readonly portKey: Span | undefined;
  readonly bind: Spanned<string> | undefined;
  /** `host`, `ns/host`, `./host` or `*` with a slash and a host, as written. */
  readonly hosts: readonly Spanned<string>[];
  readonly hostsKey: Span | undefined;
  readonly tls: ServerTls | undefined;
}

export interface ServerPort {
  readonly number: Spanned<number> | undefined;
  readonly name: Spanned<string> | undefined;
  readonly protocol: Spanned<string> | undefined;
  /** Deprecated in the API. */
  readonly targetPort: Spanned<number> | undefined;
}

export interface ServerTls {
  readonly span: Span;
  /** SIMPLE, MUTUAL, PASSTHROUGH, ... or undefined when not written (then PASSTHROUGH). */
  readonly mode: Spanned<string> | undefined;
  readonly httpsRedirect: boolean;
  readonly credentialName: Spanned<string> | undefined;
  readonly credentialNames: readonly Spanned<string>[];
  readonly serverCertificate: Spanned<string> | undefined;
  readonly privateKey: Spanned<string> | undefined;
  readonly caCertificates: Spanned<string> | undefined;
}
