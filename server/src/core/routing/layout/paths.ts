export interface Point {
  readonly x: number;
  readonly y: number;
}

const radius = 8;

/** From left to right: straight as far as `straightTo`, then one curve; a difference of a pixel is not worth a curve. */
export function flowPath(from: Point, straightTo: number, end: Point): string {
  const to = Math.abs(end.y - from.y) <= 1.5 ? { x: end.x, y: from.y } : end;
  const middle = (straightTo + to.x) / 2;
  return commands`M${from.x} ${from.y}L${straightTo} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

/** Along a lane: sideways to it, up or down on it, sideways off it to the right; with rounded corners. */
export function lanePath(from: Point, lane: number, to: Point): string {
  const down = Math.sign(to.y - from.y);
  const r = Math.min(radius, Math.abs(to.y - from.y) / 2, Math.abs(to.x - lane));
  const side = Math.sign(lane - from.x) * Math.min(r, Math.abs(lane - from.x));
  return (
    commands`M${from.x} ${from.y}L${lane - side} ${from.y}C${lane} ${from.y} ${lane} ${from.y} ${lane} ${from.y + down * r}` +
    commands`L${lane} ${to.y - down * r}C${lane} ${to.y} ${lane} ${to.y} ${lane + r} ${to.y}L${to.x} ${to.y}`
  );
}

/** Down from a card, then to the right. */
export function elbowPath(from: Point, to: Point): string {
  const r = Math.max(Math.min(radius, to.y - from.y, to.x - from.x), 0);
  return commands`M${from.x} ${from.y}L${from.x} ${to.y - r}C${from.x} ${to.y} ${from.x} ${to.y} ${from.x + r} ${to.y}L${to.x} ${to.y}`;
}

/** To the right and no further. */
export function stubPath(from: Point, length: number): string {
  return commands`M${from.x} ${from.y}L${from.x + length} ${from.y}`;
}

function commands(strings: TemplateStringsArray, ...values: readonly number[]): string {
  return String.raw({ raw: strings }, ...values.map((value) => Math.round(value * 10) / 10));
}
