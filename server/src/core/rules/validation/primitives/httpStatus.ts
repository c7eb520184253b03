/** Why a number is no status to answer with, as a sentence; undefined when it is (validation.go validateHTTPStatus; it lets 600 pass). */
export function httpStatusProblem(status: number): string | undefined {
  return status >= 200 && status <= 600 ? undefined : `${status} is no status of a response. Write one between 200 and 599.`;
}

/** Whether a number has a meaning as HTTP status (Go's net/http StatusText, which istiod asks). */
export function isKnownStatus(status: number): boolean {
  return ranges.some(([from, to]) => status >= from && status <= to);
}

const ranges: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];
