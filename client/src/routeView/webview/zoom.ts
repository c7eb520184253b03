import { html, setAttributes } from "./dom";
import type { UiIcon } from "./icons";
import { icon } from "./icons";
import { zoomRange } from "./update";

const zoomStep = 0.1;

/** Three small buttons in the corner: smaller, 100 %, larger. */
export function createZoom(onZoom: (zoom: number) => void): { readonly element: HTMLElement; readonly show: (zoom: number) => void } {
  let current = 1;
  const out = button("Zoom out", "minus", () => onZoom(current - zoomStep));
  const reset = button("Reset zoom", undefined, () => onZoom(1));
  const into = button("Zoom in", "plus", () => onZoom(current + zoomStep));
  const element = html("div", "zoom", out, reset, into);
  setAttributes(element, { role: "group", "aria-label": "Zoom" });
  const show = (zoom: number): void => {
    current = zoom;
    const percent = `${Math.round(zoom * 100)} %`;
    reset.textContent = percent;
    setAttributes(reset, { "aria-label": `Reset zoom, now ${percent}` });
    out.disabled = zoom <= zoomRange.min;
    into.disabled = zoom >= zoomRange.max;
  };
  show(1);
  return { element, show };
}

function button(label: string, iconName: UiIcon | undefined, onClick: () => void): HTMLButtonElement {
  const element = html("button", "zoom-button", ...(iconName === undefined ? [] : [icon(iconName)]));
  element.type = "button";
  element.title = label;
  setAttributes(element, { "aria-label": label });
  element.addEventListener("click", onClick);
  return element;
}
