import type { Span } from "../../server/src/core/text/span";

export interface FixtureFile {
  readonly path: string;
  readonly text: string;
}

/** A marked range. `span` counts from the start of the file's text; `note` is what stands behind the carets, by convention `code: part of the message`. */
export interface ExpectedRange {
  readonly path: string;
  readonly span: Span;
  readonly note: string;
}

export interface FixtureCursor {
  readonly path: string;
  readonly offset: number;
}

export interface Fixture {
  readonly files: readonly FixtureFile[];
  readonly cursor?: FixtureCursor;
  readonly expected: readonly ExpectedRange[];
}

/** The path of the file that stands before (or without) the first header. */
const DEFAULT_PATH = "test.yaml";

const HEADER = /^#### *(.*?) *$/;
const CARETS = /^( *# *)(\^+)(?: +(.*?))? *$/;
const ARROW = /^#(<-*)(?: +(.*?))? *$/;
const CURSOR = "$0";

/**
 * Reads a test written as one string.
 *
 * - `#### path.yaml` starts a file; without a header the text is one file, `test.yaml`.
 * - A line `#   ^^^^ note` marks the range above its carets, on the nearest line above that is no mark itself. Marks are removed.
 *   Columns 0 and 1 lie under the `#` and the blank behind it: `#<--- note` marks from column 0, as wide as the arrow.
 * - `$0` is the cursor. It is removed; carets stand under the line as it is written.
 *
 * An empty first line and the indentation that all lines share are removed, so that a test can indent its string.
 * @throws Error when a mark has no text above it, or there are two cursors or two files of one name
 */
export function parseFixture(text: string): Fixture {
  const files: FixtureFile[] = [];
  const expected: ExpectedRange[] = [];
  let cursor: FixtureCursor | undefined;
  for (const source of splitFiles(dedent(text))) {
    if (files.some((file) => file.path === source.path)) throw new Error(`fixture: two files are named ${source.path}`);
    const file = readFile(source);
    if (cursor !== undefined && file.cursor !== undefined) throw new Error(`fixture: a second ${CURSOR} in ${source.path}`);
    cursor ??= file.cursor;
    files.push({ path: source.path, text: file.text });
    expected.push(...file.expected);
  }
  return cursor === undefined ? { files, expected } : { files, cursor, expected };
}

interface Source {
  readonly path: string;
  readonly lines: string[];
}

interface ReadFile {
  readonly text: string;
  readonly cursor: FixtureCursor | undefined;
  readonly expected: readonly ExpectedRange[];
}

/** A line of the file's text: where it starts there, its length, and the column at which a cursor was written in it. */
interface Line {
  readonly start: number;
  readonly length: number;
  readonly cursorAt: number;
}

function splitFiles(text: string): readonly Source[] {
  const sources: Source[] = [];
  for (const line of text.split("\n")) {
    const header = HEADER.exec(line);
    if (header !== null) {
      if (header[1] === "") throw new Error("fixture: a header without a path");
      sources.at(-1)?.lines.push("");
      sources.push({ path: header[1] ?? "", lines: [] });
      continue;
    }
    const current = sources.at(-1);
    if (current !== undefined) current.lines.push(line);
    else sources.push({ path: DEFAULT_PATH, lines: [line] });
  }
  return sources;
}

function readFile({ path, lines }: Source): ReadFile {
  const kept: string[] = [];
  const expected: ExpectedRange[] = [];
  let cursor: FixtureCursor | undefined;
  let above: Line | undefined;
  let start = 0;
  for (const line of lines) {
    const mark = markOf(line);
    if (mark !== undefined) {
      if (above === undefined) throw new Error(`fixture: no line above the mark "${line.trim()}" in ${path}`);
      expected.push({ path, span: spanUnder(above, mark, path), note: mark.note });
      continue;
    }
    const cursorAt = line.indexOf(CURSOR);
    const content = cursorAt < 0 ? line : line.slice(0, cursorAt) + line.slice(cursorAt + CURSOR.length);
    if (cursorAt >= 0) {
      if (cursor !== undefined || content.includes(CURSOR)) throw new Error(`fixture: a second ${CURSOR} in ${path}`);
      cursor = { path, offset: start + cursorAt };
    }
    above = { start, length: content.length, cursorAt };
    kept.push(content);
    start += content.length + 1;
  }
  return { text: kept.join("\n"), cursor, expected };
}

interface Mark {
  readonly from: number;
  readonly to: number;
  readonly note: string;
}

function markOf(line: string): Mark | undefined {
  const carets = CARETS.exec(line);
  if (carets !== null) {
    const from = carets[1]?.length ?? 0;
    return { from, to: from + (carets[2]?.length ?? 0), note: carets[3] ?? "" };
  }
  const arrow = ARROW.exec(line);
  return arrow === null ? undefined : { from: 0, to: arrow[1]?.length ?? 0, note: arrow[2] ?? "" };
}

function spanUnder(line: Line, mark: Mark, path: string): Span {
  const end = columnInText(line, mark.to);
  if (end > line.length) throw new Error(`fixture: the mark "${mark.note}" in ${path} is longer than the line above it`);
  return { start: line.start + columnInText(line, mark.from), end: line.start + end };
}

/** A column of the line as written, in the line without its cursor. */
function columnInText({ cursorAt }: Line, column: number): number {
  return cursorAt < 0 || column <= cursorAt ? column : Math.max(cursorAt, column - CURSOR.length);
}

function dedent(text: string): string {
  const lines = text.replace(/^[ \t]*\n/, "").split("\n");
  if (/^ +$/.test(lines.at(-1) ?? "")) lines[lines.length - 1] = "";
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents);
  return Number.isFinite(shared) ? lines.map((line) => line.slice(shared)).join("\n") : lines.join("\n");
}
