import type { Font, Measure } from "../../../../server/src/core/routing/layout/text";
import { html } from "./dom";

const fonts: readonly Font[] = ["title", "name", "body", "small", "mono", "pill"];
/** Texts come and go while someone types; a cache that grew this large is mostly of the past. */
const maxCached = 20_000;

/** Measures texts as the style sheet's `font-*` classes draw them. */
export function createMeasure(host: HTMLElement): Measure {
  const context = document.createElement("canvas").getContext("2d");
  const styles = new Map<Font, { readonly font: string; readonly spacing: number }>();
  for (const font of fonts) {
    const probe = html("span", `font-${font}`, "x");
    host.append(probe);
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(probe);
    probe.remove();
    styles.set(font, { font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`, spacing: 0 });
  }
  const cache = new Map<string, number>();
  return (text, font) => {
    const key = `${font} ${text}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    if (cache.size > maxCached) cache.clear();
    if (context === null) return text.length * 8;
    context.font = styles.get(font)?.font ?? "";
    const { width } = context.measureText(text);
    cache.set(key, width);
    return width;
  };
}
