/** A half-open range of UTF-16 offsets. In syntax trees and models offsets count from the start of the YAML document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value together with the place where it is written. */
export interface Spanned<T> {
  readonly value: T;
  readonly span: Span;
}

/** Whether two spans overlap or border on each other. */
export function touchesSpan(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Whether `offset` lies in `span`, its end included (a cursor behind the last character still touches it). */
export function touches(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}

export function shiftSpan(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}
