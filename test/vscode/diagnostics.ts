import type { Page } from "playwright-core";
import { eventually } from "./wait";

type Severity = "error" | "warning" | "information" | "hint";

/** An underlined stretch of text; `line` starts at 1. */
export interface Squiggle {
  readonly severity: Severity;
  readonly text: string;
  readonly line: number;
}

/** A row of the Problems view; line and column start at 1. */
export interface Problem {
  /** File name without its folder, as the view shows it. */
  readonly file: string;
  readonly folder: string;
  readonly severity: Severity;
  readonly message: string;
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

/** Reads what is underlined in the active text editor off the geometry of the page, in reading order. */
export async function readSquiggles(page: Page): Promise<readonly Squiggle[]> {
  return await page
    .locator(".editor-group-container.active .editor-instance .monaco-editor")
    .first()
    .evaluate((editor) => {
      const classes = {
        "squiggly-error": "error",
        "squiggly-warning": "warning",
        "squiggly-info": "information",
        "squiggly-hint": "hint",
      } as const;
      const middle = (element: Element): number => element.getBoundingClientRect().top + element.getBoundingClientRect().height / 2;
      const atHeight = (selector: string, y: number): Element | undefined =>
        [...editor.querySelectorAll(selector)].find((element) => Math.abs(middle(element) - y) < 4);
      const textBetween = (line: Element, left: number, right: number): string => {
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        let text = "";
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const content = node.textContent ?? "";
          for (let at = 0; at < content.length; at++) {
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const { left: start, width } = range.getBoundingClientRect();
            if (start + width / 2 > left && start + width / 2 < right) text += content.charAt(at);
          }
        }
        return text.replaceAll("\u00a0", " ");
      };
      return Object.entries(classes)
        .flatMap(([name, severity]) => [...editor.querySelectorAll(`.${name}`)].map((element) => ({ severity, element })))
        .map(({ severity, element }) => {
          const { left, right } = element.getBoundingClientRect();
          const y = middle(element);
          const line = atHeight(".view-line", y);
          return {
            severity,
            left,
            y,
            text: line ? textBetween(line, left, right) : "",
            line: Number(atHeight(".line-numbers", y)?.textContent ?? 0),
          };
        })
        .sort((a, b) => a.y - b.y || a.left - b.left)
        .map(({ severity, text, line }) => ({ severity, text, line }));
    });
}

/** Reads all rows of the Problems view, which must be visible, scrolling through them. */
export async function readProblems(page: Page): Promise<readonly Problem[]> {
  const panel = page.locator(".markers-panel");
  await eventually("the Problems view is filled", () => panel.locator(".monaco-list-row, .message-box-container:visible").count());
  const rows = new Map<number, Row>();
  await panel.hover({ position: { x: 40, y: 40 } });
  await page.mouse.wheel(0, -1_000_000);
  for (let known = -1; known < rows.size || known < 0; ) {
    known = rows.size;
    for (const row of await visibleRows(page)) rows.set(row.index, row);
    await page.mouse.wheel(0, 100);
  }
  return toProblems([...rows.values()].sort((a, b) => a.index - b.index));
}

interface Row {
  readonly index: number;
  readonly label: string;
  readonly code: string;
}

async function visibleRows(page: Page): Promise<readonly Row[]> {
  return await page.locator(".markers-panel .monaco-list-row").evaluateAll((rows) =>
    rows.map((row) => ({
      index: Number(row.getAttribute("data-index")),
      label: row.getAttribute("aria-label") ?? "",
      code: row.querySelector(".marker-code")?.textContent ?? "",
    })),
  );
}

function toProblems(rows: readonly Row[]): readonly Problem[] {
  const severities: Readonly<Record<string, Severity>> = { Error: "error", Warning: "warning", Info: "information", Hint: "hint" };
  const problems: Problem[] = [];
  let file = "";
  let folder = "";
  for (const { label, code } of rows) {
    const header = /problems? in file (.+?)(?: of folder (.+))?$/.exec(label);
    if (header) {
      file = header[1] ?? "";
      folder = header[2] ?? "";
      continue;
    }
    const [, word = "", message = "", line, column] = /^(\w+): (.*) at line (\d+) and character (\d+)\./s.exec(label) ?? [];
    const severity = severities[word];
    if (severity) problems.push({ file, folder, severity, message, code, line: Number(line), column: Number(column) });
  }
  return problems;
}
