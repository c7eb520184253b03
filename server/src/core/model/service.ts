import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";

/** core/v1 Service. */
export interface Service {
  readonly kind: "Service";
  readonly type: string;
  readonly selector: LabelMap;
  /** The `selector` key, where present. */
  readonly selectorKey: Span | undefined;
  readonly ports: readonly ServicePort[];
  readonly portsKey: Span | undefined;
  readonly clusterIP: string | undefined;
  readonly externalName: Spanned<string> | undefined;
  /** Annotation networking.istio.io/exportTo, split at commas; empty when absent. */
  readonly exportTo: readonly string[];
  readonly spec: Span | undefined;
}

/** A port of a Service or ServiceEntry. `protocol` is as written (TCP, UDP, HTTP, ...); the traffic protocol is `protocolOf` in `protocol.ts`. */
export interface ServicePort {
  readonly span: Span;
  readonly number: Spanned<number> | undefined;
  readonly name: Spanned<string> | undefined;
  readonly protocol: Spanned<string> | undefined;
  readonly appProtocol: Spanned<string> | undefined;
  /** A number or the name of a container port. */
  readonly targetPort: Spanned<string | number> | undefined;
}
