import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import type { RequestFormInput, RequestFormOutput } from "../../server/src/protocol/requestMessages";
import type { PictureInput, PictureOutput, PictureState } from "../../server/src/protocol/routeViewMessages";
import { chromiumArguments, findChromium } from "../helpers/chromium";

export type Posted = PictureOutput | RequestFormOutput;
export type ThemeName = "dark" | "light" | "contrast-dark" | "contrast-light";
export const themeNames: readonly ThemeName[] = ["dark", "light", "contrast-dark", "contrast-light"];

export interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** What an earlier life of the picture has saved. */
  readonly state?: PictureState;
  /** Replaces the fonts of the theme. */
  readonly fontFamily?: string;
}

/** A picture in a page of its own, with a stand-in for VS Code around it. */
export interface PicturePage {
  readonly page: Page;
  readonly send: (message: PictureInput | RequestFormInput) => Promise<void>;
  /** What the picture has posted so far. */
  readonly posted: () => Promise<readonly Posted[]>;
  readonly savedState: () => Promise<PictureState | undefined>;
  /** Violations of the content security policy and errors of the script; there should be none. */
  readonly complaints: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "../..");
const origin = "http://picture.test";
const nonce = "Zm9yLXRlc3Rz";
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin} 'nonce-${nonce}'; font-src ${origin}`;

/** The bundle of the webview and a browser to show it in. */
export class PictureBrowser {
  readonly #browser: Browser;
  readonly #files: ReadonlyMap<string, string>;

  constructor(browser: Browser, files: ReadonlyMap<string, string>) {
    this.#browser = browser;
    this.#files = files;
  }

  async open(options: PageOptions = {}): Promise<PicturePage> {
    const { width = 900, height = 700, reducedMotion = true } = options;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      reducedMotion: reducedMotion ? "reduce" : "no-preference",
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.addInitScript(standIn, options.state);
    await page.route(`${origin}/**`, (route) => {
      const file = new URL(route.request().url()).pathname.slice(1);
      const body = file === "" ? htmlFor(options) : this.#files.get(file);
      const contentType = file === "" ? "text/html" : file.endsWith(".css") ? "text/css" : "text/javascript";
      return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ body, contentType });
    });
    await page.goto(`${origin}/`);
    return {
      page,
      send: async (message) => {
        await page.evaluate((data) => window.postMessage(data, "*"), message);
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined))));
      },
      posted: () => page.evaluate(() => Reflect.get(window, "posted") as readonly Posted[]),
      savedState: () => page.evaluate(() => Reflect.get(window, "savedState") as PictureState | undefined),
      complaints: async () => [...errors, ...(await page.evaluate(() => Reflect.get(window, "violations") as readonly string[]))],
      close: () => context.close(),
    };
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** Bundles the webview as the build does and starts a browser. */
export async function startPictures(): Promise<PictureBrowser> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { main: "client/src/routeView/webview/main.ts", style: "client/src/routeView/webview/style.css" },
    bundle: true,
    platform: "browser",
    target: "es2023",
    write: false,
    outdir: ".",
  });
  const files = new Map(result.outputFiles.map((file) => [file.path.slice(file.path.lastIndexOf("/") + 1), file.text]));
  const browser = await chromium.launch({ executablePath: findChromium() ?? "chromium", args: [...chromiumArguments] });
  return new PictureBrowser(browser, files);
}

/** Runs in the page before its scripts. */
function standIn(state: PictureState | undefined): void {
  const posted: unknown[] = [];
  const violations: string[] = [];
  Object.assign(window, {
    posted,
    violations,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => posted.push(structuredClone(message)),
      getState: () => state,
      setState: (saved: unknown) => Object.assign(window, { savedState: structuredClone(saved) }),
    }),
  });
  document.addEventListener("securitypolicyviolation", (event) =>
    violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
  );
}

function htmlFor({ theme = "dark", fontFamily }: PageOptions): string {
  const themes = JSON.parse(readFileSync(join(import.meta.dirname, "themes.json"), "utf8")) as Readonly<Record<ThemeName, Theme>>;
  const { bodyClass, variables } = themes[theme];
  const own = fontFamily === undefined ? variables : { ...variables, "--vscode-font-family": fontFamily };
  const declarations = Object.entries(own).map(([name, value]) => `${name}: ${value};`);
  // The layer is what VS Code puts into every webview.
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <style nonce="${nonce}">:root { ${declarations.join(" ")} } @layer vscode-default { body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground);
      font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); } } html { background: var(--vscode-editor-background); }</style>
    <link rel="stylesheet" href="/style.css"><title>Routing</title></head>
    <body class="${bodyClass}"><script nonce="${nonce}" src="/main.js"></script></body></html>`;
}
