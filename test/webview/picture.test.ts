import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { findChromium } from "../helpers/chromium";
import { manyRules, plainService, sampleViews, twoGraphs, versionsApart, websiteBroken, websiteCanary, zoo } from "../helpers/routeViews";
import { faintLines, faintTexts } from "./contrast";
import type { PageOptions, PicturePage } from "./picturePage";
import { themeNames } from "./picturePage";
import { screenshots, usePictures } from "./usePictures";

const hasChromium = findChromium() !== undefined;
if (!hasChromium) console.warn("The tests of the picture are skipped: no Chromium was found.");

describe.skipIf(!hasChromium)("the picture in a browser", () => {
  const openPicture = usePictures();

  async function show(view = websiteCanary(), options: PageOptions = {}): Promise<PicturePage> {
    const picture = await openPicture(options);
    await picture.send({ type: "view", view, version: 7 });
    await picture.page.locator(".node").first().waitFor();
    return picture;
  }

  describe("what it shows", () => {
    test("the split of the canary, with shares, subsets, labels and replicas", async () => {
      const { page } = await show();
      expect(await page.locator(".pill .line").allTextContents()).toEqual(["20 %", "80 %"]);
      const version2 = page.getByRole("button", { name: /^Destination website, subset version-2/ });
      expect(await linesOf(version2)).toEqual(["version-2", "website:80", "version=website-", "version-2"]);
      const workload = page.getByRole("button", { name: /^Deployment web-v1/ });
      expect(await linesOf(workload)).toEqual(["web-v1", "Deployment", "4 replicas"]);
      expect(await workload.locator(".dot").count()).toBe(4);
    });

    test("a missing subset is broken to the eye and to a screen reader", async () => {
      const { page } = await show(websiteBroken());
      const broken = page.getByRole("button", {
        name: /Broken: DestinationRule website has no subset version-2: these requests get 503\./,
      });
      expect(await broken.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe("dashed");
      expect(await broken.locator(".icon-broken").count()).toBe(2);
      expect((await linesOf(broken)).join(" ")).toContain("DestinationRule website has no subset version-2: these requests get 503.");
      const dashes = await page
        .locator(".connector-leg.broken .line-stroke")
        .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).strokeDasharray));
      expect(dashes).toEqual(["6px, 4px"]);
      expect(await page.getByRole("button", { name: /^Rule 1 of 2.*version-2, which is broken/ }).count()).toBe(1);
    });

    test("conditions in words, faults, redirects, rules that no request reaches, mirrors and what is not in view", async () => {
      const { page } = await show(zoo(), { width: 1200 });
      const rule = (number: number): Locator => page.getByRole("button", { name: new RegExp(`^Rule ${number} of 7`) });
      expect((await rule(3).locator(".part-condition").first().textContent()) ?? "").toBe("path starts with /api/v2/");
      expect(await rule(3).locator(".part-fault").count()).toBe(2);
      expect(await page.locator(".pill-outcome").allTextContents()).toEqual(["redirect", "answers itself", "hands over"]);
      expect(await rule(5).getAttribute("class")).toContain("unreachable");
      expect((await linesOf(rule(5))).join(" ")).toContain("Never gets a request: rule 4 takes every path");
      const mirror = page.locator(".connector-mirror .line-stroke");
      expect(await mirror.getAttribute("stroke-dasharray")).toMatch(/^0\.1 /);
      const unknown = page.getByRole("button", { name: /^Destination shadow\.example\.org/ });
      expect(await linesOf(unknown)).toContain("Not in view");
    });

    test("the same as nested lists for those who do not see it", async () => {
      const { page } = await show(websiteBroken());
      const outline = page.getByRole("region", { name: "Routing as a list" });
      expect(await outline.getByRole("heading").allTextContents()).toEqual(["VirtualService default/website-virtual-service"]);
      const rules = outline.locator("ol > li");
      expect(await rules.count()).toBe(2);
      expect(await rules.nth(0).locator("li").first().textContent()).toMatch(/^100 %: Destination website, subset version-2.*Broken/);
      expect(await rules.nth(1).locator("li li").textContent()).toMatch(/^Deployment web-v1/);
      expect(await outline.locator("p").textContent()).toContain("everything else to website version-1");
    });

    test("why there is nothing to see", async () => {
      const picture = await openPicture();
      await picture.send({
        type: "view",
        view: { file: "x.yaml", graphs: [], empty: "No VirtualService and no Service in this file." },
        version: 1,
      });
      expect(await picture.page.locator(".empty").textContent()).toBe("No VirtualService and no Service in this file.");
      await picture.send({ type: "view", view: websiteCanary(), version: 2 });
      expect(await picture.page.locator(".empty").isVisible()).toBe(false);
    });
  });

  describe("themes and sizes", () => {
    for (const theme of themeNames) {
      test(`${theme}: every text can be read, every line seen`, async () => {
        const picture = await show(websiteCanary(), { theme, width: 900, height: 1200 });
        for (const { name, view } of sampleViews()) {
          await picture.send({ type: "view", view, version: 8 });
          await picture.page.screenshot({ path: join(screenshots, `${name}-${theme}.png`) });
          expect(await faintTexts(picture.page, ".line"), `${name} in ${theme}`).toEqual([]);
          expect(await faintLines(picture.page, ".connector:not(.unreachable) .line-stroke", "stroke"), `${name} in ${theme}`).toEqual([]);
        }
      });
    }

    test("texts stay inside their frames, at any width and with other fonts", async () => {
      for (const options of [{ width: 340 }, { width: 620 }, { width: 1100, fontFamily: "monospace" }]) {
        const picture = await show(websiteCanary(), options);
        for (const { name, view } of sampleViews()) {
          await picture.send({ type: "view", view, version: 8 });
          await picture.page.screenshot({ path: join(screenshots, `${name}-${options.width}.png`) });
          expect(await spilledTexts(picture.page), `${name} at ${options.width}`).toEqual([]);
        }
      }
    });

    test("a panel of 340 pixels needs no scrolling sideways", async () => {
      const { page } = await show(zoo(), { width: 340 });
      const { scrollWidth, clientWidth } = await page
        .locator(".scroller")
        .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
      expect(scrollWidth).toBe(clientWidth);
    });

    test("a panel that is resized is laid out anew", async () => {
      const { page } = await show(websiteCanary(), { width: 1000 });
      await page.setViewportSize({ width: 360, height: 700 });
      await page.locator('[data-arrangement="stacked"]').waitFor();
    });

    test("another font is measured anew", async () => {
      const { page } = await show(websiteCanary(), { width: 1000, fontFamily: "sans-serif" });
      const width = (): Promise<number> => page.locator(".node-rule").evaluate((node) => node.getBoundingClientRect().width);
      const before = await width();
      await page.evaluate(() => document.documentElement.style.setProperty("--vscode-font-family", "monospace"));
      await expect.poll(width).toBeGreaterThan(before);
      expect(await spilledTexts(page)).toEqual([]);
    });

    test("zoom lays out for the room that is left", async () => {
      const { page } = await show(websiteCanary(), { width: 1000 });
      for (let times = 0; times < 8; times++) await page.getByRole("button", { name: "Zoom in" }).click();
      expect(await page.getByRole("button", { name: /^Reset zoom/ }).textContent()).toBe("180 %");
      expect(await page.locator(".graph").getAttribute("data-arrangement")).not.toBe("columns");
      await page.getByRole("button", { name: /^Reset zoom/ }).click();
      expect(await page.locator(".graph").getAttribute("data-arrangement")).toBe("columns");
    });
  });

  describe("keyboard", () => {
    test("arrows follow the flow and find back over a fork, Enter reveals the source", async () => {
      const view = versionsApart();
      const { page, posted } = await show(view);
      await page.keyboard.press("Tab");
      expect(await focusedLabel(page)).toMatch(/^VirtualService mqtt-server-internal/);
      for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
      expect(await focusedLabel(page)).toMatch(/^Rule 4 of 4/);
      await page.keyboard.press("ArrowRight");
      expect(await focusedLabel(page)).toBe("Rule 4: 100 % to mqtt-server v1");
      await page.keyboard.press("ArrowRight");
      expect(await focusedLabel(page)).toMatch(/^Destination mqtt-server, subset v1/);
      await page.keyboard.press("Enter");
      const source = view.graphs[0]?.destinations[0]?.source;
      expect((await posted()).at(-1)).toEqual({ type: "reveal", version: 7, ...source });
      for (const key of ["ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
      expect(await focusedLabel(page)).toMatch(/^Rule 4 of 4/);
    });

    test("Tab stops once at each graph and then at the zoom", async () => {
      const { page } = await show(twoGraphs());
      const stops: string[] = [];
      for (let times = 0; times < 5; times++) {
        await page.keyboard.press("Tab");
        stops.push(await focusedLabel(page));
      }
      expect(stops.map((label) => label.split(".")[0])).toEqual([
        "VirtualService vs-bill-service",
        "Service website",
        "Zoom out",
        "Reset zoom, now 100 %",
        "Zoom in",
      ]);
    });

    test("Tab comes back to where the arrows were", async () => {
      const { page } = await show(twoGraphs());
      for (const key of ["Tab", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
      const label = await focusedLabel(page);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Shift+Tab");
      expect(await focusedLabel(page)).toBe(label);
    });

    test("the focus can be seen, on broken nodes too", async () => {
      const { page } = await show(websiteBroken(), { theme: "light" });
      await page.keyboard.press("Tab");
      for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
      expect(await focusedLabel(page)).toContain("Broken");
      const outline = await page.locator(":focus").evaluate((node) => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
        return [outlineStyle, outlineWidth, outlineColor];
      });
      expect(outline).toEqual(["solid", "2px", "rgb(0, 95, 184)"]);
    });
  });

  describe("mouse", () => {
    test("a click on a node, a share or a line reveals its source", async () => {
      const view = websiteBroken();
      const { page, posted } = await show(view);
      await page.getByRole("button", { name: /^Deployment web-v1/ }).click();
      await page.getByRole("button", { name: /^Rule 2: 100 %/ }).click();
      await page.locator('[data-line="rule 1 leg 0"] .line-hit').dispatchEvent("click");
      const [graph] = view.graphs;
      const sources = [graph?.workloads[0]?.source, graph?.rules[1]?.legs[0]?.source, graph?.rules[0]?.legs[0]?.source];
      expect((await posted()).slice(1)).toEqual(sources.map((source) => ({ type: "reveal", version: 7, ...source })));
    });

    test("a name of a destination further up leads there", async () => {
      const { page } = await show(manyRules(40));
      await page.getByText("service-3 ↑").first().click();
      expect(await focusedLabel(page)).toMatch(/^Destination service-3/);
    });
  });

  describe("updates", () => {
    test("keep elements and focus, and move the lines", async () => {
      const { page, send } = await show(websiteCanary(20));
      await page.getByRole("button", { name: /^Deployment web-v2/ }).focus();
      const node = await page.locator(":focus").elementHandle();
      const before = await strokeWidths(page);
      await send({ type: "view", view: websiteCanary(60), version: 8 });
      expect(await page.locator(".pill .line").allTextContents()).toEqual(["60 %", "40 %"]);
      expect(await node?.evaluate((element) => element === document.activeElement)).toBe(true);
      const after = await strokeWidths(page);
      expect(after[0]).toBeGreaterThan(before[0] ?? 0);
      expect(after[1]).toBeLessThan(before[1] ?? 0);
    });

    test("focus goes to the heading where its node is gone", async () => {
      const { page, send } = await show(websiteCanary());
      await page.getByRole("button", { name: /^Deployment web-v2/ }).focus();
      await send({ type: "view", view: websiteBroken(), version: 8 });
      expect(await focusedLabel(page)).toMatch(/^VirtualService website-virtual-service/);
    });

    test("leave the keyboard to the editor", async () => {
      const { page, send } = await show(websiteCanary());
      await page.getByRole("button", { name: /^Deployment web-v2/ }).focus();
      await page.evaluate(() => Object.defineProperty(document, "hasFocus", { value: () => false }));
      await send({ type: "view", view: websiteBroken(), version: 8 });
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    });

    test("are animated, unless less motion is asked for", async () => {
      const animated = async (options: PageOptions): Promise<number> => {
        const { page, send } = await show(websiteCanary(20), options);
        await page.waitForTimeout(500);
        await send({ type: "view", view: websiteCanary(60), version: 8 });
        return await page.evaluate(
          () =>
            document
              .getAnimations()
              .filter((animation) => animation instanceof CSSTransition && animation.transitionProperty === "stroke-width").length,
        );
      };
      expect(await animated({ reducedMotion: false })).toBeGreaterThan(0);
      expect(await animated({ reducedMotion: true })).toBe(0);
    });

    test("are announced politely, in one sentence, once the typing stops", async () => {
      const { page, send } = await show(websiteCanary(20));
      const live = page.locator('body > [role="status"]');
      expect(await live.textContent()).toBe("");
      for (const share of [3, 35]) await send({ type: "view", view: websiteCanary(share), version: 8 });
      await expect
        .poll(() => live.textContent())
        .toBe("All requests at gateway website-gateway: 35 % to website version-2, 65 % to website version-1.");
    });
  });

  describe("weights", () => {
    test("are changed in percent with the rest going to the other, shown while typing, and sent as edits", async () => {
      const view = websiteCanary(20);
      const { page, posted } = await show(view);
      await page.getByRole("button", { name: /^Rule 1: 20 %/ }).click();
      const dialog = page.getByRole("dialog", { name: /^Split of rule 1/ });
      await page.keyboard.type("35");
      expect(await dialog.getByLabel("version-1").first().inputValue()).toBe("65");
      expect(await page.locator(".pill .line").allTextContents()).toEqual(["35 %", "65 %"]);
      await page.screenshot({ path: join(screenshots, "weights.png") });
      await page.keyboard.press("Enter");
      expect(await dialog.count()).toBe(0);
      const legs = view.graphs[0]?.rules[0]?.legs ?? [];
      const edits = legs.map((leg, index) => ({ ...leg.weight?.source, newText: index === 0 ? "35" : "65" }));
      expect((await posted()).at(-1)).toEqual({ type: "setWeights", version: 7, edits });
      expect(await focusedLabel(page)).toMatch(/^Rule 1: 35 %/);
    });

    test("follow the slider", async () => {
      const { page } = await show(websiteCanary(20));
      await page.getByRole("button", { name: /^Rule 1: 80 %/ }).click();
      await page.getByRole("slider").focus();
      await page.keyboard.press("ArrowRight");
      expect(
        await page.locator(".weights-number").evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value)),
      ).toEqual(["21", "79"]);
    });

    test("that were not written are shown as they are again", async () => {
      const { page } = await show(websiteCanary(20));
      await page.getByRole("button", { name: /^Rule 1: 20 %/ }).click();
      await page.keyboard.type("35");
      await page.keyboard.press("Enter");
      expect(await page.locator(".pill .line").allTextContents()).toEqual(["35 %", "65 %"]);
      await expect.poll(() => page.locator(".pill .line").allTextContents(), { timeout: 8_000 }).toEqual(["20 %", "80 %"]);
    });

    test("stay as they are after Escape", async () => {
      const { page, posted } = await show(websiteCanary(20));
      await page.getByRole("button", { name: /^Rule 1: 20 %/ }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.type("90");
      await page.keyboard.press("Escape");
      expect(await page.locator(".pill .line").allTextContents()).toEqual(["20 %", "80 %"]);
      expect(await focusedLabel(page)).toMatch(/^Rule 1: 20 %/);
      expect((await posted()).map(({ type }) => type)).toEqual(["ready"]);
    });
  });

  describe("marks", () => {
    test("what the cursor stands in", async () => {
      const view = versionsApart();
      const { page, send } = await show(view);
      const source = view.graphs[0]?.rules[2]?.source;
      await send({ type: "cursor", file: view.file, offset: (source?.span.start ?? 0) + 1 });
      expect(await page.locator('[aria-current="true"]').getAttribute("data-id")).toBe("rule 3");
      await send({ type: "cursor", file: "other.yaml", offset: 0 });
      expect(await page.locator('[aria-current="true"]').count()).toBe(0);
    });

    test("the way of a request; the rest fades", async () => {
      const { page, send } = await show(versionsApart());
      await send({ type: "trace", path: ["entry Mesh", "rule 2", "rule 2 leg 0", "to mqtt-server v2", "pods mqtt-server-v2"] });
      const opacity = (id: string): Promise<string> =>
        page
          .locator(`[data-id="${id}"], [data-line="${id}"]`)
          .first()
          .evaluate((element) => getComputedStyle(element).opacity);
      for (const id of [
        "entry Mesh",
        "rule 2",
        "rule 2 leg 0",
        "to mqtt-server v2",
        "pods mqtt-server-v2",
        "entry Mesh→rule 2",
        "to mqtt-server v2→pods mqtt-server-v2",
      ])
        expect(await opacity(id), id).toBe("1");
      for (const id of ["rule 1", "rule 1 leg 0", "to mqtt-server v1", "entry Mesh→rule 1"])
        expect(Number(await opacity(id)), id).toBeLessThan(0.5);
      const share = page.locator('.pill[data-id="rule 1 leg 0"]');
      const ink = (): Promise<readonly string[]> =>
        share.evaluate((pill) => [getComputedStyle(pill).color, getComputedStyle(pill).opacity]);
      const faded = await ink();
      expect(faded[1], "its line does not shine through").toBe("1");
      await send({ type: "trace", path: undefined });
      expect(await opacity("rule 1")).toBe("1");
      expect((await ink())[0]).not.toBe(faded[0]);
    });
  });

  describe("many rules", () => {
    test("500 rules draw the first 60, more on demand, with the focus on the first new one", async () => {
      const { page } = await show(manyRules(500));
      expect(await page.locator(".node-rule").count()).toBe(60);
      await page.getByRole("button", { name: "Show 440 more rules" }).click();
      expect(await page.locator(".node-rule").count()).toBe(160);
      expect(await focusedLabel(page)).toMatch(/^Rule 61 of 500/);
    });
  });

  describe("its life", () => {
    test("tells its panel that it listens", async () => {
      const picture = await openPicture();
      expect(await picture.posted()).toEqual([{ type: "ready" }]);
    });

    test("shows what it showed before, at once", async () => {
      const first = await show(plainService());
      await first.page.getByRole("button", { name: "Zoom in" }).click();
      await expect.poll(() => first.savedState()).toMatchObject({ view: plainService(), version: 7, zoom: 1.1 });
      const state = await first.savedState();
      const second = await openPicture(state === undefined ? {} : { state });
      expect(await second.page.getByRole("button", { name: /^Destination website/ }).count()).toBe(1);
      expect(await second.page.getByRole("button", { name: /^Reset zoom/ }).textContent()).toBe("110 %");
    });
  });
});

async function linesOf(node: Locator): Promise<readonly string[]> {
  return await node.locator(".line").allTextContents();
}

async function focusedLabel(page: Page): Promise<string> {
  return await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.tagName ?? "");
}

async function strokeWidths(page: Page): Promise<readonly number[]> {
  return await page
    .locator(".connector-leg .line-stroke")
    .evaluateAll((lines) => lines.map((line) => Number(line.getAttribute("stroke-width"))));
}

/** Texts that are wider or higher than the frame that was laid out for them. */
async function spilledTexts(page: Page): Promise<readonly string[]> {
  return await page.locator(".part, .pill, .reference, .more").evaluateAll((frames) =>
    frames.flatMap((frame) => {
      const outer = frame.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(frame);
      const inner = range.getBoundingClientRect();
      const spills =
        inner.width > 0 &&
        (inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 2 || inner.bottom > outer.bottom + 2);
      return spills ? [`${frame.className}: ${frame.textContent}`] : [];
    }),
  );
}
