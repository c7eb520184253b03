import type { Span, Spanned } from "../text/span";
import type { HeaderRewrites } from "./headers";

/** A destination of a rule or mirror: one shape for http, tls and tcp. */
export interface Destination {
  /** The route entry (with weight) or, for a mirror, the mirror itself. */
  readonly span: Span;
  /** The `destination` key, where present. */
  readonly destinationKey: Span | undefined;
  readonly host: Spanned<string> | undefined;
  readonly subset: Spanned<string> | undefined;
  readonly port: Spanned<number> | undefined;
  /** Undefined when not written. Relative: shares are weight divided by the sum. */
  readonly weight: Spanned<number> | undefined;
  readonly headers: HeaderRewrites | undefined;
}
