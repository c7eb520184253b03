/** The text between double quotes with its escapes resolved. `bad` is the first escape that YAML does not know. */
export function unescapeDouble(raw: string): { readonly text: string; readonly bad: string | undefined } {
  let at = raw.indexOf("\\");
  let text = "";
  let copied = 0;
  let bad: string | undefined;
  for (; at >= 0; at = raw.indexOf("\\", copied)) {
    const letter = raw.charAt(at + 1);
    const simple = ESCAPES[letter];
    const digits = DIGITS[letter];
    let end = at + 2;
    let value: string | undefined = simple;
    if (digits !== undefined) {
      end += digits;
      value = codePoint(raw.slice(at + 2, end), digits);
    }
    if (value === undefined) {
      end = at + 2;
      value = raw.slice(at, end);
      bad ??= value;
    }
    text += raw.slice(copied, at) + value;
    copied = end;
  }
  return { text: text + raw.slice(copied), bad };
}

/**
 * A quoted or plain scalar of several lines as one text: a line break becomes a space, each empty line a line break, white space
 * around line breaks goes. With `escapes` a backslash at the end of a line joins it to the next without a space.
 * Source: YAML 1.2, line folding (6.5) and flow scalar styles (7.3).
 */
export function foldLines(raw: string, escapes = false): string {
  if (!raw.includes("\n")) return raw;
  const lines = raw.split(/\r?\n/);
  let text = (lines[0] ?? "").replace(TRAILING, "");
  let empty = 0;
  for (let at = 1; at < lines.length; at++) {
    const last = at === lines.length - 1;
    const indented = (lines[at] ?? "").replace(LEADING, "");
    const line = last ? indented : indented.replace(TRAILING, "");
    if (line === "" && !last) {
      empty++;
      continue;
    }
    if (empty > 0) text += "\n".repeat(empty);
    else if (escapes && endsWithBackslash(text)) text = text.slice(0, -1);
    else text += " ";
    text += line;
    empty = 0;
  }
  return text;
}

const LEADING = /^[ \t]+/;
const TRAILING = /(?<![ \t])[ \t]+$/;

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function codePoint(hex: string, digits: number): string | undefined {
  if (hex.length !== digits || !/^[\da-fA-F]+$/.test(hex)) return undefined;
  const code = Number.parseInt(hex, 16);
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

function endsWithBackslash(text: string): boolean {
  let count = 0;
  while (text.charCodeAt(text.length - 1 - count) === 92) count++;
  return count % 2 === 1;
}
