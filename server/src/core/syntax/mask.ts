import type { MaskedWords } from "../text/maskedWords";
import type { Span } from "../text/span";

/** A document's text with its template actions replaced, character for character, and where they stood. */
export interface MaskedText {
  readonly text: string;
  readonly masked: readonly Span[];
  /** What each word stands for. */
  readonly words: MaskedWords;
}

/**
 * Makes a Helm template readable as YAML: each action `{{ ... }}` is replaced by text of the same length, line breaks kept.
 * An action that has its lines to itself becomes blank; so does one that only steers (`if`, `end`, a comment ...). Any other
 * becomes a word; equal actions become equal words, so that a host written twice by one expression stays one host.
 * Undefined if there is no action to replace (those on comment lines are left alone). Variables that are replaced before the file is
 * applied, `${NAME}` and `$(NAME)`, become words as well.
 *
 * The caller drops findings that touch a masked span. Where an action alone on its line follows a key or dash without a value,
 * the span reaches back to the colon or dash, for the action may produce the value: that the key has none is not said then.
 */
export function maskTemplates(text: string): MaskedText | undefined {
  return maskVariables(text, maskActions(text));
}

/**
 * Masks `${NAME}` in a value (with a default behind the name, if any), as envsubst and Flux replace it, and `$(NAME)`, as kustomize does.
 */
function maskVariables(original: string, actions: MaskedText | undefined): MaskedText | undefined {
  const text = actions?.text ?? original;
  if (!text.includes("${") && !text.includes("$(")) return actions;
  const masked: Span[] = [];
  const words = new Map(actions?.words);
  const replaced = text.replace(VARIABLE, (variable: string, at: number) => {
    if (isComment(text, at)) return variable;
    masked.push({ start: at, end: at + variable.length });
    const standIn = word(variable);
    words.set(standIn, variable);
    return standIn;
  });
  if (masked.length === 0) return actions;
  return { text: replaced, masked: [...(actions?.masked ?? []), ...masked].sort((a, b) => a.start - b.start), words };
}

const VARIABLE = /\$\{[A-Za-z_]\w*(?::?[-=+?:][^{}\r\n]*)?\}|\$\([A-Z_][A-Z0-9_]*\)/g;

function isComment(text: string, at: number): boolean {
  return text
    .slice(text.lastIndexOf("\n", at) + 1, at)
    .trimStart()
    .startsWith("#");
}

function maskActions(text: string): MaskedText | undefined {
  let at = text.indexOf("{{");
  if (at < 0) return undefined;
  const lastComment = text.lastIndexOf("*/");
  const masked: Span[] = [];
  const words = new Map<string, string>();
  let result = "";
  let done = 0;
  let line: Line = "blank";
  for (let from = 0; at >= 0; at = text.indexOf("{{", from)) {
    line = lineUpTo(text, from, at, line);
    from = actionEnd(text, at, lastComment);
    if (line === "comment") continue;
    const action = text.slice(at, from);
    const alone = line === "blank" && isRestBlank(text, from);
    const silent = alone || STEERS.test(action);
    if (!silent) line = "content";
    const standIn = silent ? blank(action) : word(action);
    if (!silent) words.set(standIn.trimEnd(), action);
    result += text.slice(done, at) + standIn;
    masked.push({ start: alone ? placeOfValue(text, at) : at, end: from });
    done = from;
  }
  return masked.length === 0 ? undefined : { text: result + text.slice(done), masked, words };
}

/** What a line holds in front of an action, other actions that were blanked aside. */
type Line = "blank" | "content" | "comment";

const STEERS = /^\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|define|block|break|continue)\b|\$\w*(?:\s*,\s*\$\w+)?\s*:?=[^=])/;

/** The state of the line of `at`, given the state at `from`; nothing between the two belongs to an action. */
function lineUpTo(text: string, from: number, at: number, before: Line): Line {
  const between = text.slice(from, at);
  const newline = between.lastIndexOf("\n");
  if (newline < 0 && before !== "blank") return before;
  const content = between.slice(newline + 1).trimStart();
  return content === "" ? "blank" : content.startsWith("#") ? "comment" : "content";
}

/** The offset behind an action: quotes and comments may hide braces, as in Go's templates. One left open ends with its line. */
function actionEnd(text: string, start: number, lastComment: number): number {
  let at = start + 2;
  const comment = /^-?\s*\/\*/.exec(text.slice(at, at + 8));
  if (comment !== null) {
    if (lastComment < at) return endOfLine(text, start);
    at = text.indexOf("*/", at + comment[0].length) + 2;
  }
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "}" && text.startsWith("}}", at)) return at + 2;
    if (char === "{" && text.startsWith("{{", at)) break;
    const end = char === '"' || char === "`" || char === "'" ? quoteEnd(text, at, char) : at + 1;
    if (end < 0) break;
    at = end;
  }
  return endOfLine(text, start);
}

/** Behind the closing quote, -1 if there is none. Only text in backquotes may hold line breaks; there is no escape in it. */
function quoteEnd(text: string, start: number, quote: string): number {
  if (quote === "`") return text.indexOf(quote, start + 1) + 1 || -1;
  for (let at = start + 1; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at + 1;
  }
  return -1;
}

function isRestBlank(text: string, from: number): boolean {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\r") at++;
  return at >= text.length || text[at] === "\n" || text[at] === "#";
}

/** The colon or dash that precedes `at` with only white space between, else `at`. */
function placeOfValue(text: string, at: number): number {
  let before = at;
  while (before > 0 && " \t\r\n".includes(text.charAt(before - 1))) before--;
  const char = text.charAt(before - 1);
  return char === ":" || char === "-" ? before - 1 : at;
}

function blank(action: string): string {
  return action.replace(/[^\r\n]/g, " ");
}

/** A word as long as the action's first line, made of what the action says; blanks for its other lines. */
function word(action: string): string {
  let hash = 0x811c9dc5;
  for (const char of action.replace(/^\{\{-?\s*|\s*-?\}\}$/g, "")) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  const length = action.search(/[\r\n]|$/);
  const name = `x${(hash >>> 0).toString(36)}`.slice(0, length).padEnd(length, "x");
  return name + blank(action.slice(length));
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}
