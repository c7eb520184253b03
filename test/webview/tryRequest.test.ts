import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { RouteView } from "../../server/src/core/routing/routeView";
import type { SimulationRequest } from "../../server/src/core/routing/simulation";
import { findChromium } from "../helpers/chromium";
import { manyRules, versionsApart, websiteBroken } from "../helpers/routeViews";
import { answerAtRule, refused, usualRequest, versionsDefaults } from "../helpers/simulations";
import { faintLines, faintTexts } from "./contrast";
import type { PageOptions, PicturePage } from "./picturePage";
import { themeNames } from "./picturePage";
import { screenshots, usePictures } from "./usePictures";

const hasChromium = findChromium() !== undefined;
if (!hasChromium) console.warn("The tests of Try a Request are skipped: no Chromium was found.");

interface Opened extends PicturePage {
  readonly view: RouteView;
  readonly answer: Locator;
  /** The last request that the form asked for. */
  readonly asked: () => Promise<SimulationRequest | undefined>;
}

describe.skipIf(!hasChromium)("Try a Request in a browser", () => {
  const openPicture = usePictures();

  async function open(options: PageOptions = {}, view = versionsApart(), remembered?: SimulationRequest): Promise<Opened> {
    const picture = await openPicture(options);
    await picture.send({ type: "view", view, version: 7 });
    await picture.page.locator(".node").first().waitFor();
    await picture.send({ type: "tryRequest", defaults: versionsDefaults(), remembered, follows: false });
    const asked = async (): Promise<SimulationRequest | undefined> => {
      const last = (await picture.posted()).findLast((message) => message.type === "simulate");
      return last?.type === "simulate" ? last.request : undefined;
    };
    return { ...picture, view, answer: picture.page.locator(".answer-line"), asked };
  }

  describe("the form", () => {
    test("asks at once what it starts with, and says whom it is about", async () => {
      const { page, asked } = await open();
      expect(await asked()).toEqual(usualRequest);
      expect(await seen(page.locator(".request-fold > summary > span"))).toEqual(["For VirtualService default/mqtt-server-internal"]);
      expect(await focusedField(page)).toBe("Start from a rule");
    });

    test("asks again after each change, in one request", async () => {
      const { page, asked, posted } = await open();
      const before = (await posted()).length;
      await field(page, "Headers, one per line").pressSequentially("qa: canary-test");
      await expect.poll(asked).toEqual({ ...usualRequest, headers: { qa: "canary-test" } });
      expect((await posted()).length - before).toBeLessThan("qa: canary-test".length);
    });

    test("offers a request for each rule", async () => {
      const { page, asked } = await open();
      await choice(page, "Start from a rule").selectOption({ label: "http rule 2: from pods with version=v2" });
      await expect.poll(asked).toMatchObject({ from: { labels: { version: "v2" } } });
      expect(await field(page, "Pod labels").inputValue()).toBe("version=v2");
      await field(page, "Pod labels").fill("version=v9");
      expect(await choice(page, "Start from a rule").locator("option:checked").textContent()).toBe("a request of your own");
    });

    test("shows what was asked here before, and starts over", async () => {
      const remembered: SimulationRequest = { ...usualRequest, from: { workload: "default/frontend-v2" }, path: "/topics?id=1" };
      const { page, asked } = await open({}, versionsApart(), remembered);
      expect(await asked()).toEqual(remembered);
      expect(await choice(page, "From").inputValue()).toBe("workload:default/frontend-v2");
      await page.getByRole("button", { name: "Start over" }).click();
      await expect.poll(asked).toEqual(usualRequest);
      expect(await page.getByRole("button", { name: "Start over" }).isVisible()).toBe(false);
    });

    test("shows only what counts for the sender and the scheme", async () => {
      const { page } = await open();
      const shown = (names: readonly string[]): Promise<readonly boolean[]> =>
        Promise.all(names.map((name) => field(page, name).isVisible()));
      const labels = ["Pod labels", "Host", "Path", "Headers, one per line", "Server name (SNI)", "curl or grpcurl command"];
      expect(await shown(labels)).toEqual([true, true, true, true, false, true]);
      await choice(page, "Scheme").selectOption("https");
      expect(await shown(labels)).toEqual([true, true, true, true, true, true]);
      await choice(page, "From").selectOption("gateway:default/bookinfo");
      await choice(page, "Scheme").selectOption("tcp");
      expect(await shown(labels)).toEqual([false, false, false, false, false, false]);
    });

    test.each([
      ["Port", "http", "A port is a number from 1 to 65535"],
      ["Pod labels", "app frontend", "Labels are written as key=value"],
      ["Headers, one per line", "version", 'A header is written as "name: value"'],
      ["Host", "", "Which host is asked for?"],
      ["curl or grpcurl command", "curl 'http://x", "A quote is not closed"],
    ])("says at %s what is wrong, and asks nothing", async (label, text, problem) => {
      const { page, asked, send, view, answer } = await open();
      await send({ type: "simulation", answer: answerAtRule(view, 1) });
      const wrong = field(page, label);
      await wrong.fill(text);
      await page.locator(".request.stale").waitFor();
      expect(await wrong.getAttribute("aria-invalid")).toBe("true");
      const described = await wrong.getAttribute("aria-describedby");
      expect(await page.locator(`#${described}`).textContent()).toContain(problem);
      expect(await asked()).toEqual(usualRequest);
      expect(await answer.textContent()).toContain("subset v1");
      expect(await page.locator(".tracing .node.lit").count()).toBeGreaterThan(2);
    });
  });

  describe("commands", () => {
    test("that are pasted fill the form: quotes, several headers, method, resolve", async () => {
      const { page, asked } = await open();
      const command = `$ curl -k -X PUT -H 'a: it'\\''s' -H "b: 2" --resolve shop:8443:10.0.0.1 'https://shop:8443/x?y=1'`;
      await paste(field(page, "curl or grpcurl command"), command);
      await expect.poll(asked).toEqual({
        from: usualRequest.from,
        scheme: "https",
        host: "shop",
        port: 8443,
        method: "PUT",
        path: "/x?y=1",
        headers: { a: "it's", b: "2" },
        address: "10.0.0.1",
      });
      expect(await field(page, "curl or grpcurl command").inputValue()).toBe(command);
      expect(await field(page, "Headers, one per line").inputValue()).toBe("a: it's\nb: 2");
    });

    test("of grpcurl are calls", async () => {
      const { page, asked } = await open();
      await paste(field(page, "curl or grpcurl command"), "grpcurl -plaintext -H 'version: 200' greeter:50051 a.Greeter/SayHello");
      await expect.poll(asked).toMatchObject({ method: "POST", path: "/a.Greeter/SayHello", headers: { version: "200" } });
    });

    test("say what the fields say, to be copied", async () => {
      const { page } = await open();
      const command = field(page, "curl or grpcurl command");
      expect(await command.inputValue()).toBe("curl http://mqtt-server:8000/");
      await field(page, "Path").fill("topics");
      await field(page, "Method").fill("post");
      expect(await command.inputValue()).toBe("curl -X POST http://mqtt-server:8000/topics");
    });
  });

  describe("the answer", () => {
    test("says where requests go and who answers, and lists the rules with reasons", async () => {
      const { page, send, view, answer } = await open();
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      expect(await answer.textContent()).toBe("Goes to subset v2 of mqtt-server.default:8000answered by Deployment mqtt-server-v2");
      const told = ["strong", ".answer-verdict", ".answer-reason"].map((part) => seen(page.locator(`.answer-step ${part}`)));
      expect(await Promise.all(told)).toEqual([
        ["http rule 1", "http rule 2"],
        ["no match", "matched"],
        ["from pods with version=v1: saw nothing", "matches: from pods with version=v2"],
      ]);
      await page.screenshot({ path: join(screenshots, "try-request.png") });
    });

    test("of a failure is told apart", async () => {
      const { page, send, answer } = await open();
      await send({ type: "simulation", answer: refused("Nothing listens on port 31401; the gateway offers 31400.") });
      expect(await answer.textContent()).toBe("Nothing listens on port 31401; the gateway offers 31400.");
      expect(await answer.getAttribute("class")).toContain("failing");
      await send({ type: "simulation", answer: { problem: "The server is not there." } });
      expect(await answer.textContent()).toBe("The server is not there.");
      expect(await page.locator(".tracing").count()).toBe(0);
    });

    test("leads to the source of each step, by keyboard too", async () => {
      const { page, send, view, posted } = await open();
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      await page.getByRole("button", { name: /^Matched: http rule 2 of VirtualService/ }).focus();
      await page.keyboard.press("Enter");
      expect((await posted()).at(-1)).toEqual({ type: "reveal", ...view.graphs[0]?.rules[1]?.source });
    });

    test("folds a long row of rules that were passed by", async () => {
      const view = manyRules(40);
      const { page, send } = await open({}, view);
      await send({ type: "simulation", answer: answerAtRule(view, 37) });
      expect(await page.locator(".answer-step:visible").count()).toBe(1);
      await page.getByText("36 were passed by").click();
      expect(await page.locator(".answer-step:visible").count()).toBe(37);
    });

    test("is announced once the typing stops, politely", async () => {
      const { page, send, view } = await open();
      const live = page.locator('.request [role="status"]');
      for (const rule of [1, 2]) await send({ type: "simulation", answer: answerAtRule(view, rule) });
      await expect
        .poll(() => live.textContent(), { timeout: 5_000 })
        .toBe(
          "All to subset v2 of mqtt-server.default:8000. Decided by http rule 2 of VirtualService default/mqtt-server-internal. One step did not match.",
        );
      await field(page, "Port").fill("x");
      await expect.poll(() => live.textContent(), { timeout: 5_000 }).toContain("A port is a number");
    });

    test("says when the request does not pass what is shown", async () => {
      const { page, send, view } = await open();
      const answer = answerAtRule(view, 1);
      const elsewhere = { ...answer, path: ["rule of another file"], trace: answer.trace.map((step) => ({ ...step, ids: [] })) };
      await send({ type: "simulation", answer: elsewhere });
      expect(await page.locator(".answer-elsewhere").textContent()).toBe("Nothing in this picture is on the way of the request.");
      await send({ type: "simulation", answer });
      expect(await page.locator(".answer-elsewhere").textContent()).toBe("");
    });

    test("is gone with the form, and nothing fades any more", async () => {
      const { page, send, view, posted } = await open();
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      await field(page, "Host").press("Escape");
      expect((await posted()).at(-1)).toEqual({ type: "simulate" });
      expect(await page.locator(".tracing").count()).toBe(0);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Try a request");
      await page.keyboard.press("Enter");
      expect((await posted()).at(-1)).toEqual({ type: "openRequest" });
    });
  });

  describe("the path in the picture", () => {
    test("is scrolled to, far below the fold, without the focus", async () => {
      const view = manyRules(200);
      const { page, send } = await open({}, view);
      await field(page, "Path").focus();
      await send({ type: "simulation", answer: answerAtRule(view, 150) });
      await expect.poll(() => isInSight(page, "rule 150")).toBe(true);
      expect(await focusedField(page)).toBe("Path");
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      await expect.poll(() => isInSight(page, "rule 2")).toBe(true);
      expect(await isInSight(page, "rule 150")).toBe(false);
    });

    test("is not sought again while its rules are edited", async () => {
      const view = manyRules(200);
      const { page, send } = await open({}, view);
      await send({ type: "simulation", answer: answerAtRule(view, 150) });
      await expect.poll(() => isInSight(page, "rule 150")).toBe(true);
      await page.locator(".scroller").evaluate((scroller) => scroller.scrollTo({ top: 0 }));
      await send({ type: "view", view: { ...view, file: "edited.yaml" }, version: 8 });
      await send({ type: "simulation", answer: answerAtRule(view, 150) });
      expect(await page.locator(".scroller").evaluate((scroller) => scroller.scrollTop)).toBe(0);
    });

    test("stays in sight when the form above it takes more room", async () => {
      const view = manyRules(200);
      const { page, send } = await open({ width: 460 }, view);
      await field(page, "Host").press("Enter");
      await send({ type: "simulation", answer: answerAtRule(view, 150) });
      await expect.poll(() => isInSight(page, "rule 150")).toBe(true);
      const before = (await page.locator(".scroller").boundingBox())?.height ?? 0;
      await page.locator(".request-fold > summary").press("Enter");
      await expect.poll(async () => (await page.locator(".scroller").boundingBox())?.height).toBeLessThan(before);
      await expect.poll(() => isInSight(page, "rule 150")).toBe(true);
    });

    test("is scrolled to smoothly, unless less motion is asked for", async () => {
      const behaviours = async (reducedMotion: boolean): Promise<readonly unknown[]> => {
        const view = manyRules(200);
        const { page, send } = await open({ reducedMotion }, view);
        await page.locator(".scroller").evaluate((scroller) => {
          const seen: unknown[] = [];
          Object.assign(window, { seen });
          scroller.scrollTo = (options?: ScrollToOptions | number) =>
            void seen.push(typeof options === "object" ? options.behavior : options);
        });
        await send({ type: "simulation", answer: answerAtRule(view, 150) });
        return await page.evaluate(() => Reflect.get(window, "seen") as readonly unknown[]);
      };
      expect(await behaviours(true)).toEqual(["auto"]);
      expect(await behaviours(false)).toEqual(["smooth"]);
    });

    test("shows what is faded while the mouse or the focus is there", async () => {
      const { page, send, view } = await open();
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      const rule = page.locator('[data-id="rule 1"]');
      const opacity = (): Promise<number> => rule.evaluate((node) => Number(getComputedStyle(node).opacity));
      expect(await opacity()).toBeLessThan(0.5);
      await rule.hover();
      await expect.poll(opacity).toBe(1);
    });

    test("stays while a half-written file has nothing to show of it", async () => {
      const { page, send, view } = await open();
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      const before = await page.locator('[data-id="rule 2"]').elementHandle();
      await send({
        type: "view",
        view: { ...view, graphs: view.graphs.map((graph) => ({ ...graph, rules: graph.rules.slice(0, 1) })) },
        version: 8,
      });
      await send({ type: "view", view, version: 9 });
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      expect(before).not.toBeNull();
      expect(await page.locator('[data-id="rule 2"].lit').count()).toBe(1);
      expect(await page.locator(".empty").isVisible()).toBe(false);
    });
  });

  describe("keyboard", () => {
    test("goes through the form in reading order, then the steps, then the picture", async () => {
      const { page, send, view } = await open();
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      await page.locator("summary").first().focus();
      const stops: string[] = [];
      for (let times = 0; times < 14; times++) {
        await page.keyboard.press("Tab");
        stops.push(await focusedField(page));
      }
      expect(stops.slice(0, 10)).toEqual([
        "Start from a rule",
        "curl or grpcurl command",
        "From",
        "Namespace",
        "Pod labels",
        "Scheme",
        "Method",
        "Port",
        "Host",
        "Path",
      ]);
      expect(stops[10]).toBe("Headers, one per line");
      expect(stops[11]).toMatch(/^No match: http rule 1/);
      expect(stops[12]).toMatch(/^Matched: http rule 2/);
      expect(stops[13]).toMatch(/^VirtualService mqtt-server-internal/);
    });

    test("a request is asked without the mouse: example, Enter, link", async () => {
      const { page, asked, send, view, posted } = await open();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await expect.poll(asked).toMatchObject({ from: { labels: { version: "v2" } } });
      await field(page, "Path").focus();
      await page.keyboard.type("/topics");
      await page.keyboard.press("Enter");
      expect(await asked()).toMatchObject({ path: "/topics" });
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      for (let times = 0; times < 2; times++) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect((await posted()).at(-1)).toEqual({ type: "reveal", ...view.graphs[0]?.rules[0]?.source });
    });
  });

  describe("sizes and themes", () => {
    for (const theme of themeNames) {
      test(`${theme}: every text can be read, every field and focus be seen`, async () => {
        const { page, send, view } = await open({ theme, width: 1000, height: 1000 }, websiteBroken());
        await send({ type: "simulation", answer: answerAtRule(view, 2) });
        const texts =
          ".request :is(h2, h3, .request-over, summary span, label > span, input, select, textarea, .answer-line div, .answer-resource, .answer-step span, .answer-step strong)";
        expect(await faintTexts(page, texts)).toEqual([]);
        await send({ type: "simulation", answer: refused("Nothing listens.") });
        await field(page, "Port").fill("x");
        await page.locator(".request.stale").waitFor();
        expect(await faintTexts(page, ".request-problem")).toEqual([]);
        expect(await faintLines(page, ".field > :is(input, select, textarea)", "border-top-color")).toEqual([]);
        expect(await faintLines(page, ":focus", "outline-color")).toEqual([]);
        await page.screenshot({ path: join(screenshots, `try-request-${theme}.png`) });
      });
    }

    test("beside the picture where there is room, above it in a narrow panel, without scrolling sideways", async () => {
      for (const [width, isBeside] of [
        [1100, true],
        [612, true],
        [460, false],
        [400, false],
        [320, false],
      ] as const) {
        const { page, send, view } = await open({ width });
        await send({ type: "simulation", answer: answerAtRule(view, 2) });
        await page.screenshot({ path: join(screenshots, `try-request-${width}.png`) });
        const [form, picture] = await Promise.all([".request", ".scroller"].map((one) => page.locator(one).boundingBox()));
        expect((picture?.x ?? 0) >= (form?.width ?? 0), `beside at ${width}`).toBe(isBeside);
        expect(picture?.height, `room for the picture at ${width}`).toBeGreaterThan(280);
        for (const one of [".request", ".scroller"]) {
          const { scrollWidth, clientWidth } = await page
            .locator(one)
            .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
          expect(scrollWidth, `${one} at ${width}`).toBeLessThanOrEqual(clientWidth);
        }
        const line = await page.locator(".answer-line").boundingBox();
        expect((line?.y ?? 0) + (line?.height ?? 0), `the answer is in sight at ${width}`).toBeLessThanOrEqual(
          (form?.y ?? 0) + (form?.height ?? 0) + 1,
        );
      }
    });

    test("Enter folds a form that stands above the picture, and leaves what is asked in one line", async () => {
      const { page, send } = await open({ width: 400 });
      await field(page, "Host").press("Enter");
      expect(await field(page, "Host").isVisible()).toBe(false);
      expect(await seen(page.locator(".request-fold > summary > span"))).toEqual(["GET http://mqtt-server:8000/ from a pod in default"]);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SUMMARY");
      await send({
        type: "tryRequest",
        defaults: versionsDefaults({ subject: "VirtualService default/other" }),
        remembered: undefined,
        follows: true,
      });
      expect(await field(page, "Host").isVisible()).toBe(false);
      await page.keyboard.press("Enter");
      expect(await field(page, "Host").isVisible()).toBe(true);
      await field(page, "Host").press("Enter");
      await send({ type: "tryRequest", defaults: versionsDefaults(), remembered: undefined, follows: false });
      expect(await field(page, "Host").isVisible()).toBe(true);
    });

    test("a magnification of 200 % leaves everything within reach", async () => {
      const { page, send, view } = await open({ width: 306, height: 365 });
      await send({ type: "simulation", answer: answerAtRule(view, 2) });
      for (const name of ["Close Try a Request", /^Matched: http rule 2/, /^Rule 2 of 4/] as const) {
        const button = page.getByRole("button", { name }).first();
        await button.scrollIntoViewIfNeeded();
        await button.click({ trial: true });
      }
      await page.screenshot({ path: join(screenshots, "try-request-200-percent.png") });
    });
  });
});

function field(page: Page, label: string): Locator {
  return page.locator(".request").getByLabel(label, { exact: true });
}

function choice(page: Page, label: string): Locator {
  return page.getByRole("combobox", { name: label, exact: true });
}

/** What stands in elements as it is seen, one text per element. */
async function seen(elements: Locator): Promise<readonly string[]> {
  return (await elements.filter({ visible: true }).allTextContents()).map((text) => text.trim());
}

async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, value) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", value);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** The label of the field that has the focus, or the name of the button. */
async function focusedField(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const { activeElement } = document;
    return (
      activeElement?.closest("label")?.querySelector("span")?.textContent ??
      activeElement?.getAttribute("aria-label") ??
      activeElement?.tagName ??
      ""
    );
  });
}

/** Whether a node of the picture is wholly within what is seen of it. */
async function isInSight(page: Page, id: string): Promise<boolean> {
  const [node, scroller] = await Promise.all([
    page.locator(`[data-id="${id}"]`).first().boundingBox(),
    page.locator(".scroller").boundingBox(),
  ]);
  return node !== null && scroller !== null && node.y >= scroller.y && node.y + node.height <= scroller.y + scroller.height;
}
