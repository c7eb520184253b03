import type { Page } from "playwright-core";

/** Texts whose contrast with what is behind them is below 4.5 (3 where no request comes), with the contrast. */
export async function faintTexts(page: Page, selector: string): Promise<readonly string[]> {
  const texts = await measure(page, selector, "color");
  return texts.flatMap(({ name, contrast, isIdle }) => (contrast < (isIdle ? 3 : 4.5) ? [`${name}: ${contrast.toFixed(2)}`] : []));
}

/** Lines and borders whose contrast with what is behind them is below 3, with the contrast. */
export async function faintLines(
  page: Page,
  selector: string,
  property: "stroke" | "border-top-color" | "outline-color",
): Promise<readonly string[]> {
  const lines = await measure(page, selector, property);
  return lines.flatMap(({ name, contrast }) => (contrast < 3 ? [`${name}: ${contrast.toFixed(2)}`] : []));
}

interface Measured {
  readonly name: string;
  readonly contrast: number;
  readonly isIdle: boolean;
}

/** The contrast (WCAG 2.1) of a colour of elements, as far as they are shown, with the backgrounds behind them. */
async function measure(page: Page, selector: string, property: string): Promise<readonly Measured[]> {
  return await page.locator(selector).evaluateAll((elements, name) => {
    type Color = readonly [number, number, number, number];
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const parse = (color: string): Color => {
      if (context === null) throw new Error("no canvas");
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Color, below: Color): Color => {
      const mix = (index: 0 | 1 | 2): number => top[index] * top[3] + below[index] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const luminance = ([r, g, b]: Color): number => {
      const linear = [r, g, b].map((channel) =>
        channel / 255 <= 0.03928 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
    };
    return elements.flatMap((element) => {
      if (element.getClientRects().length === 0) return [];
      const behind: Color[] = [];
      // A border or an outline is seen against what is around the element.
      const first = name === "color" ? element : element.parentElement;
      for (let each = first; each !== null; each = each.parentElement) behind.unshift(parse(getComputedStyle(each).backgroundColor));
      const background = behind.reduce((below, top) => over(top, below), [255, 255, 255, 1] as Color);
      const own = over(parse(getComputedStyle(element).getPropertyValue(name)), background);
      const [light = 0, dark = 0] = [luminance(own), luminance(background)].sort((a, b) => b - a);
      const text = element.textContent?.trim().slice(0, 60) ?? "";
      const label = text || element.closest("[data-line], label")?.getAttribute("data-line") || element.outerHTML.slice(0, 60);
      return [{ name: label, contrast: (light + 0.05) / (dark + 0.05), isIdle: element.closest(".unreachable") !== null }];
    });
  }, property);
}
