import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterEach } from "vitest";
import { startVsCode } from "../../.scripts/vscodeServer.mjs";
import { chromiumArguments, findChromium } from "../helpers/chromium";
import { Editor } from "./editor";

const root = fileURLToPath(new URL("../..", import.meta.url));
const productVsix = join(root, "dist", "istio-traffic.vsix");
const results = join(root, "test-results");

/** What the tests see by default: only the extension's own suggestions, and typing that stays as typed. */
const testSettings = {
  "workbench.colorTheme": "Light Modern",
  "editor.wordBasedSuggestions": "off",
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoSurround": "never",
  "editor.autoIndent": "none",
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
  "files.autoSave": "off",
  "workbench.editor.useModal": "off",
  "git.enabled": false,
};

export interface EditorOptions {
  /** Folder below test/fixtures, or an absolute one; the editor works on a copy. */
  readonly fixture: string;
  /** User settings on top of the defaults for tests. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False: VS Code asks whether the folder is trusted, as it does for a user. Default true. */
  readonly trusted?: boolean;
  /** Added to the environment of the extension, for instance KUBECONFIG. */
  readonly env?: Readonly<Record<string, string>>;
  /** The extension to install; default the product. */
  readonly vsix?: string;
}

/** A VS Code with one window, and what ends both. */
export interface EditorSession {
  readonly editor: Editor;
  /** Copies the logs of VS Code and its extensions to test-results/logs. */
  readonly keepLogs: (name: string) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts VS Code on a copy of a fixture with the extension installed and opens it in a browser; resolves when the
 * window can be used.
 */
export async function startEditor(options: EditorOptions): Promise<EditorSession> {
  const temporary = mkdtempSync(join(tmpdir(), "istio-traffic-"));
  const fixture = resolve(root, "test", "fixtures", options.fixture);
  const folder = join(temporary, basename(fixture));
  cpSync(fixture, folder, { recursive: true });
  const dataFolder = join(temporary, "vscode");
  const vscode = await startVsCode({
    dataFolder,
    folder,
    extensions: [options.vsix ?? productVsix],
    settings: { ...testSettings, ...options.settings },
    trusted: options.trusted ?? true,
    env: options.env ?? {},
  });
  let browser: Browser | undefined;
  const stop = async (): Promise<void> => {
    await browser?.close();
    await vscode.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    browser = await chromium.launch({ executablePath: findChromium() ?? "chromium", args: [...chromiumArguments] });
    const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
    await page.goto(vscode.url);
    const editor = new Editor({ page, folder, settingsFile: join(dataFolder, "user-data", "User", "settings.json"), results });
    await editor.ready();
    const keepLogs = (name: string): void => {
      const target = join(results, "logs", name);
      rmSync(target, { recursive: true, force: true });
      cpSync(join(dataFolder, "user-data", "logs"), target, { recursive: true });
    };
    return { editor, keepLogs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Registers that a failed test leaves a screenshot and the logs of VS Code in test-results. */
export function keepEvidenceOfFailures(session: () => EditorSession): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const name = `failed ${task.name}`.replace(/[^\w-]+/g, "-");
    await session().editor.screenshot(name);
    session().keepLogs(name);
  });
}
