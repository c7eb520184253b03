import type { Span, Spanned } from "../text/span";
import type { LabelMap } from "./labels";

/** Header operations of a rule or a destination; `set`, `add` by header name. */
export interface HeaderRewrites {
  readonly span: Span;
  readonly request: HeaderOperations;
  readonly response: HeaderOperations;
}

export interface HeaderOperations {
  readonly set: LabelMap;
  readonly add: LabelMap;
  readonly remove: readonly Spanned<string>[];
}
