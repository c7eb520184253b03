/** A request by its name; `P` and `R` are what both sides agree on for parameters and answer. */
export interface RequestMethod<P, R> {
  readonly method: string;
  /** Never set: carries the types. */
  readonly types?: (params: P) => R;
}

/** A notification by its name and the type of its parameters. */
export interface NotificationMethod<P> {
  readonly method: string;
  /** Never set: carries the type. */
  readonly types?: (params: P) => void;
}
