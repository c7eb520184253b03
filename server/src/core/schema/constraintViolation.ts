/** What breaks a constraint: a path relative to the constrained value, and whether the key there or its value is at fault. */
export interface ConstraintViolation {
  readonly path: readonly (string | number)[];
  readonly on: "key" | "value";
  /** What is wrong and what to do, one or two sentences. */
  readonly message: string;
}
