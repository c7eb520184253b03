import type { Span } from "../../text/span";

/** A line of block style: what stands where. Offsets count from the start of the document. */
export interface LineParts {
  readonly start: number;
  /** Behind the last character that is no white space. */
  readonly end: number;
  /** Offset of the first character that is no white space; the end of the line where there is none. */
  readonly first: number;
  readonly tabs: boolean;
  /** The dashes that open list items on this line. */
  readonly dashes: readonly number[];
  /** Behind white space and dashes: where a key or value starts. */
  readonly content: number;
  /** The `#` of a comment. */
  readonly comment: number | undefined;
  /** A key with its colon, quotes included. */
  readonly key: (Span & { readonly colon: number }) | undefined;
  /** What stands behind the colon, or instead of a key: without comment, empty where there is nothing. */
  readonly value: Span;
}

/** Takes apart the line around an offset. */
export function lineAt(text: string, offset: number): LineParts {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const newline = text.indexOf("\n", offset);
  const lineEnd = newline < 0 ? text.length : newline;
  let first = start;
  while (first < lineEnd && isBlank(text[first])) first++;
  const tabs = text.slice(start, first).includes("\t");
  const dashes: number[] = [];
  let content = first;
  while (text[content] === "-" && (content + 1 >= lineEnd || isSpace(text[content + 1]))) {
    dashes.push(content++);
    while (content < lineEnd && isBlank(text[content])) content++;
  }
  const key = keyAt(text, content, lineEnd);
  const valueStart = skipProperties(text, key === undefined ? content : skipBlanks(text, key.colon + 1, lineEnd), lineEnd);
  const comment = commentFrom(text, valueStart, lineEnd);
  const valueEnd = trimEnd(text, valueStart, comment ?? lineEnd);
  const end = trimEnd(text, start, lineEnd);
  return { start, end, first, tabs, dashes, content, comment, key, value: { start: valueStart, end: valueEnd } };
}

/** The column of an offset, tabs counting as two. */
export function columnAt(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  let column = 0;
  for (let at = start; at < offset; at++) column += text[at] === "\t" ? 2 : 1;
  return column;
}

/** The offset behind the quote that closes the one at `start`, or undefined where it is open up to `end`. */
export function closingQuote(text: string, start: number, end: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < end; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at + 1;
    }
  }
  return undefined;
}

export function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

function keyAt(text: string, start: number, end: number): LineParts["key"] {
  const quoted = text[start] === '"' || text[start] === "'";
  if ("#[{&*!|>%@`,]}".includes(text[start] ?? "#")) return undefined;
  const from = quoted ? closingQuote(text, start, end) : start;
  if (from === undefined) return undefined;
  for (let at = from; at < end; at++) {
    if (text[at] === ":" && (at + 1 >= end || isSpace(text[at + 1]))) {
      const keyEnd = trimEnd(text, start, at);
      return !quoted || keyEnd === from ? { start, end: keyEnd, colon: at } : undefined;
    }
    if (text[at] === "#" && isBlank(text[at - 1])) return undefined;
  }
  return undefined;
}

/** Behind an anchor or a tag. */
function skipProperties(text: string, start: number, end: number): number {
  let at = start;
  while (text[at] === "&" || text[at] === "!") {
    while (at < end && !isBlank(text[at])) at++;
    at = skipBlanks(text, at, end);
  }
  return at;
}

function commentFrom(text: string, start: number, end: number): number | undefined {
  for (let at = start; at < end; at++) {
    const char = text[at];
    if ((char === '"' || char === "'") && (at === start || ",[{: ".includes(text[at - 1] ?? ""))) {
      at = (closingQuote(text, at, end) ?? at + 1) - 1;
    } else if (char === "#" && (at === 0 || isSpace(text[at - 1]))) return at;
  }
  return undefined;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text[at])) at++;
  return at;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text[at - 1])) at--;
  return at;
}

function isSpace(char: string | undefined): boolean {
  return isBlank(char) || char === "\r" || char === "\n";
}
