import type { Icon } from "../../../../server/src/core/routing/layout/scene";
import { svg } from "./dom";

export type UiIcon = Icon | "pencil" | "plus" | "minus" | "check" | "request";

/** Strokes on a square of 16 units. */
const strokes: Readonly<Record<UiIcon, string>> = {
  gateway: "M2.5 13.5v-8a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v8M1 13.5h3M12 13.5h3M5 9h5M8 6.8 10.3 9 8 11.2",
  mesh: "M8 3.2v0M3.5 12v0M12.5 12v0M8 4.8 4.6 10.7M8 4.8l3.4 5.9M5.4 12h5.2M8 1.7a1.5 1.5 0 1 0 .01 0M3.5 10.5a1.5 1.5 0 1 0 .01 0M12.5 10.5a1.5 1.5 0 1 0 .01 0",
  broken: "M4 4l8 8M12 4l-8 8",
  unknown: "M5.6 6a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.9-1.1 1.6M8 12.2v.2",
  warning: "M8 2.2 14.6 13.8H1.4ZM8 6.4v3.4M8 11.7v.2",
  unreachable: "M8 1.8a6.2 6.2 0 1 0 .01 0M3.7 12.3l8.6-8.6",
  pencil: "M10.8 2.8l2.4 2.4L5.6 12.8l-3 .6.6-3ZM9.2 4.4l2.4 2.4",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  check: "M3 8.6 6.4 12 13 4.6",
  request: "M2 8h10.5M9 4.2 12.8 8 9 11.8",
};

/** An icon that takes the colour of the text around it and says nothing to screen readers. */
export function icon(name: UiIcon): SVGSVGElement {
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: strokes[name] }));
}
