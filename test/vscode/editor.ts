import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import type { Problem, Squiggle } from "./diagnostics";
import { readProblems, readSquiggles } from "./diagnostics";
import { eventually } from "./wait";

export interface EditorContext {
  readonly page: Page;
  /** The folder that is open in the window. */
  readonly folder: string;
  readonly settingsFile: string;
  /** Where screenshots go. */
  readonly results: string;
}

/** A position as the status bar shows it: line and column start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A VS Code window as its user operates it. Every method returns when its effect can be seen, and throws when that
 * does not happen. Paths are relative to the open folder.
 */
export class Editor {
  readonly page: Page;
  readonly #context: EditorContext;

  constructor(context: EditorContext) {
    this.page = context.page;
    this.#context = context;
  }

  /** Waits until the window shows its folder and its commands can be run. */
  async ready(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor({ timeout: 120_000 });
    await this.page.locator("#status\\.problems").waitFor({ timeout: 120_000 });
  }

  /** Runs a command by the title that the command palette shows, for instance "Istio: Show Routing". */
  async runCommand(title: string): Promise<void> {
    await this.#chooseInQuickInput("F1", `>${title}`, (label) => label === title || label.startsWith(`${title}, `));
  }

  /** Opens a file and waits until it is in the active tab. */
  async openFile(path: string): Promise<void> {
    const [name = "", ...folders] = path.split("/").reverse();
    const folder = folders.reverse().join("/");
    // A file that is open already is listed with more words, for instance that it is unsaved.
    const isWanted = (label: string): boolean =>
      label.startsWith(name) && `${label},`.split(/[\s,]+/).includes(folder === "" ? name : folder);
    // A list that is drawn anew under the click opens another file.
    await eventually(`${path} is open`, async () => {
      await this.#chooseInQuickInput("Control+p", path, isWanted);
      return await this.#waitForActiveFile(path, 5_000);
    });
  }

  /** Titles of the active tabs, one per editor group. */
  async activeTabs(): Promise<readonly string[]> {
    return await this.page.locator(".tab.active .monaco-icon-label-container").allTextContents();
  }

  /** Where a text starts in a file as it is on disk. */
  find(path: string, text: string, occurrence = 1): Position {
    const content = this.readFile(path);
    let offset = -1;
    for (let found = 0; found < occurrence; found++) {
      offset = content.indexOf(text, offset + 1);
      if (offset < 0) throw new Error(`${path} does not contain ${JSON.stringify(text)} ${occurrence} times`);
    }
    const before = content.slice(0, offset).split("\n");
    return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  }

  /** Puts the cursor of the active text editor somewhere. */
  async goTo({ line, column }: Position): Promise<void> {
    await this.#quickInputRow("Control+g", `:${line}:${column}`, (label) => label.includes(`${line}`));
    await this.page.keyboard.press("Enter");
    await eventually(
      `the cursor is at ${line}:${column}`,
      () => this.cursor(),
      (at) => at.line === line && at.column === column,
    );
  }

  async cursor(): Promise<Position> {
    const text = (await this.page.locator("#status\\.editor\\.selection").textContent()) ?? "";
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
    if (line === undefined || column === undefined) throw new Error(`no cursor in ${JSON.stringify(text)}`);
    return { line: Number(line), column: Number(column) };
  }

  /** Types key by key at the cursor. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Replaces a text of the active file, found as it is on disk, by another. */
  async replace(path: string, text: string, replacement: string): Promise<void> {
    await this.goTo(this.find(path, text));
    for (const _ of text) await this.press("Shift+ArrowRight");
    await this.type(replacement);
  }

  /** Saves the active file. */
  async save(): Promise<void> {
    await this.press("Control+s");
    await eventually(
      "the file is saved",
      () => this.page.locator(".editor-group-container.active .tab.active.dirty").count(),
      (dirty) => dirty === 0,
    );
  }

  readFile(path: string): string {
    return readFileSync(join(this.#context.folder, path), "utf8");
  }

  /** The lines of the active text editor that are in sight. */
  async visibleText(): Promise<string> {
    const lines = await this.page.locator(".editor-group-container.active .editor-instance .view-line").evaluateAll((found) =>
      found
        .map((line) => ({ top: line.getBoundingClientRect().top, text: (line.textContent ?? "").replaceAll("\u00a0", " ") }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return lines.join("\n");
  }

  /** Changes user settings in their editor, as VS Code in the browser does not follow the file on the disk. */
  async updateSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const current: unknown = JSON.parse(readFileSync(this.#context.settingsFile, "utf8"));
    await this.runCommand("Preferences: Open User Settings (JSON)");
    await this.#waitForActiveFile("settings.json");
    const wanted = JSON.stringify({ ...Object(current), ...settings });
    await this.press("Control+a");
    await this.page.keyboard.insertText(wanted);
    await eventually("the settings are saved", async () => {
      await this.press("Control+s");
      return readFileSync(this.#context.settingsFile, "utf8") === wanted;
    });
    await this.runCommand("View: Close Editor");
  }

  /** What is underlined in the active text editor, in reading order, as far as it is in sight. */
  async squiggles(): Promise<readonly Squiggle[]> {
    return await readSquiggles(this.page);
  }

  /** All rows of the Problems view, which is opened. */
  async problems(): Promise<readonly Problem[]> {
    if (!(await this.page.locator(".markers-panel").isVisible())) await this.runCommand("Problems: Focus on Problems View");
    return await readProblems(this.page);
  }

  /** Moves the cursor and returns the text of the hover, once it contains what is expected. */
  async hoverAt(position: Position, expected: string): Promise<string> {
    await this.goTo(position);
    const hover = this.page.locator(".monaco-hover:not(.hidden) .monaco-hover-content:visible");
    const text = await eventually(`a hover with ${JSON.stringify(expected)}`, async () => {
      await this.press("Control+k");
      await this.press("Control+i");
      await hover.first().waitFor({ timeout: 5_000 });
      return await eventually(
        "the hover is loaded",
        async () => (await hover.allInnerTexts()).join("\n"),
        (shown) => shown.includes(expected),
        5_000,
      );
    });
    return text;
  }

  /** Asks for suggestions at the cursor and returns their labels, as far as they are in sight. */
  async suggestions(): Promise<readonly string[]> {
    const labels = this.page.locator(".suggest-widget.visible .monaco-list-row .label-name");
    return await eventually("suggestions are shown", async () => {
      if ((await labels.count()) > 0) return await labels.allInnerTexts();
      await this.press("Control+Space");
      await labels.first().waitFor({ timeout: 5_000 });
      return await labels.allInnerTexts();
    });
  }

  /** Accepts one of the suggestions that are shown. */
  async acceptSuggestion(label: string): Promise<void> {
    const row = this.page.locator(".suggest-widget.visible .monaco-list-row").filter({ has: this.page.getByText(label, { exact: true }) });
    await row.first().click();
    await this.page.locator(".suggest-widget.visible").waitFor({ state: "hidden" });
  }

  /** Titles of the quick fixes at the cursor; the menu stays open. */
  async quickFixes(): Promise<readonly string[]> {
    const titles = this.page.locator(".action-widget .monaco-list-row.action .title");
    return await eventually("quick fixes are offered", async () => {
      if ((await titles.count()) > 0) return await titles.allInnerTexts();
      await this.press("Control+.");
      await titles.first().waitFor({ timeout: 5_000 });
      return await titles.allInnerTexts();
    });
  }

  /** Applies the quick fix at the cursor that has this title. */
  async quickFix(title: string): Promise<void> {
    const offered = await this.quickFixes();
    if (!offered.includes(title)) throw new Error(`no quick fix ${JSON.stringify(title)} among ${JSON.stringify(offered)}`);
    await this.page
      .locator(".action-widget .monaco-list-row.action")
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .first()
      .click();
    await eventually(
      "the menu of quick fixes is closed",
      () => this.page.locator(".action-widget .monaco-list-row").count(),
      (rows) => rows === 0,
    );
  }

  /** Texts of the code lenses in sight. */
  async codeLenses(): Promise<readonly string[]> {
    return await this.page.locator(".codelens-decoration a").allInnerTexts();
  }

  async clickCodeLens(text: string): Promise<void> {
    await this.page.locator(".codelens-decoration a").filter({ hasText: text }).first().click();
  }

  /** Presses a button at the right end of the tab bar. */
  async clickTitleButton(label: string): Promise<void> {
    await this.page
      .locator(`.editor-actions a[aria-label^=${JSON.stringify(label)}]`)
      .first()
      .click();
  }

  /** The document inside the webview that is in sight. */
  async webview(): Promise<FrameLocator> {
    await this.page.locator("iframe.webview.ready:visible").first().waitFor();
    return this.page.frameLocator("iframe.webview.ready:visible").first().frameLocator("iframe#active-frame");
  }

  /** Texts of the notifications in sight, newest first. */
  async notifications(): Promise<readonly string[]> {
    return await this.page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts();
  }

  /** Waits for a notification that contains a text and returns its whole text. */
  async notification(containing: string): Promise<string> {
    const isExpected = (text: string): boolean => text.includes(containing);
    const all = await eventually(
      `a notification with ${JSON.stringify(containing)}`,
      () => this.notifications(),
      (texts) => texts.some(isExpected),
    );
    return all.find(isExpected) ?? "";
  }

  /** Presses a button of a notification. */
  async pressInNotification(containing: string, button: string): Promise<void> {
    const item = this.page.locator(".notifications-toasts .notification-list-item").filter({ hasText: containing }).first();
    await item.getByRole("button", { name: button, exact: true }).click();
  }

  /** Message and detail of the modal dialog, once it is shown. */
  async dialog(): Promise<{ readonly message: string | null; readonly detail: string; readonly buttons: readonly string[] }> {
    const box = this.page.locator(".monaco-dialog-box");
    await box.waitFor();
    return {
      message: await box.locator(".dialog-message-text").textContent(),
      detail: (await box.locator(".dialog-message-detail").allInnerTexts()).join("\n"),
      buttons: await box.locator(".dialog-buttons .monaco-button").allInnerTexts(),
    };
  }

  async pressInDialog(button: string): Promise<void> {
    const box = this.page.locator(".monaco-dialog-box");
    await box.getByRole("button", { name: button, exact: true }).click();
    await box.waitFor({ state: "hidden" });
  }

  /** Chooses a row of a list that an extension shows at the top of the window. */
  async pick(label: string): Promise<void> {
    await this.#quickInputRows()
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first()
      .click();
  }

  /** Answers an input box that an extension shows. */
  async answer(text: string): Promise<void> {
    await this.#quickInput().fill(text);
    await this.press("Enter");
  }

  /** What the language status item of the active file says, details included. */
  async languageStatus(): Promise<string> {
    await this.page.locator("#status\\.languageStatus").hover();
    const status = this.page.locator(".hover-language-status").first();
    await status.waitFor();
    return (await this.page.locator(".hover-language-status").allInnerTexts()).join("\n");
  }

  /** Saves a picture of the window in test-results/screenshots. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.#context.results, "screenshots", `${name}.png`) });
  }

  async #waitForActiveFile(path: string, timeoutMs?: number): Promise<true> {
    const label = this.page.locator(".editor-group-container.active .tab.active .monaco-icon-label");
    const isActive = async (): Promise<boolean> => {
      const [shown = ""] = (await label.getAttribute("aria-label", { timeout: 1_000 }))?.split(" • ") ?? [];
      return shown.endsWith(`/${path}`);
    };
    await eventually(`${path} is in the active tab`, isActive, Boolean, timeoutMs);
    await this.page.locator(".editor-group-container.active .monaco-editor.focused").first().waitFor();
    return true;
  }

  /** Clicks the row that is wanted; the list may be drawn anew at any moment, and then it is opened once more. */
  async #chooseInQuickInput(key: string, text: string, isWanted: (label: string) => boolean): Promise<void> {
    await eventually(`${JSON.stringify(text)} is chosen`, async () => {
      const row = await this.#quickInputRow(key, text, isWanted);
      // Not by its stability: a window that draws nothing new for a while never counts as stable.
      await row.click({ timeout: 3_000, force: true });
      return true;
    });
  }

  #quickInput(): Locator {
    return this.page
      .locator(".quick-input-widget:visible input[type=text]:visible, .quick-input-widget:visible input.input:visible")
      .first();
  }

  #quickInputRows(): Locator {
    return this.page.locator(".quick-input-widget:visible .monaco-list-row");
  }

  /**
   * Opens the input at the top of the window and returns the row that is wanted. It is opened anew until the row is
   * there, because a list that was filled before the extensions were known does not follow.
   */
  async #quickInputRow(key: string, text: string, isWanted: (label: string) => boolean): Promise<Locator> {
    const rows = this.#quickInputRows();
    const labels = (): Promise<string[]> => rows.evaluateAll((found) => found.map((row) => row.getAttribute("aria-label") ?? ""));
    const label = await eventually(
      `${JSON.stringify(text)} is offered`,
      async () => {
        if (await this.#quickInput().isVisible()) await this.press("Escape");
        await this.press(key);
        await this.#quickInput().fill(text, { timeout: 5_000 });
        const shown = await eventually("the row is listed", labels, (found) => found.some(isWanted), 5_000);
        return shown.find(isWanted);
      },
      (found) => found !== undefined,
    );
    // By its label, not by its place: the list may be drawn anew before the click.
    return this.page.locator(`.quick-input-widget:visible .monaco-list-row[aria-label=${JSON.stringify(label)}]`).first();
  }
}
