import type { Span } from "../text/span";

/**
 * A comment that silences findings: `# istio-traffic: ignore CODE[,CODE] [reason]`, `ignore-document` or `ignore-file` likewise.
 * Spans count from the start of the document's text.
 */
export interface Directive {
  readonly scope: "line" | "document" | "file";
  /** The codes it silences; `*` stands for all, and is what a comment without codes means. */
  readonly codes: readonly string[];
  /** Where the codes are written, in the same order; empty for a comment without codes. */
  readonly codeSpans: readonly Span[];
  /** What follows the codes; empty if nothing does. */
  readonly reason: string;
  /** The comment, from its `#`. */
  readonly span: Span;
  /**
   * The text that it speaks of, ends of lines excluded. Scope `line`: a comment behind content covers its line; a comment on
   * a line of its own covers the next line that holds content. Otherwise the whole document.
   */
  readonly covers: Span;
}

const MARKER = "istio-traffic:";
const VERB = /^[ \t]*(ignore-document|ignore-file|ignore)(?=[ \t]|$)[ \t]*/;
const CODE = /^(?:\*|[A-Za-z][\w-]*)(?=[\s,]|$)/;
const COMMA = /^[ \t]*,[ \t]*/;

/** The directives of a document's text, in order. A comment with the marker and an unknown verb is no directive. */
export function parseDirectives(text: string): readonly Directive[] {
  const directives: Directive[] = [];
  for (let at = text.indexOf(MARKER); at >= 0; at = text.indexOf(MARKER, at + MARKER.length)) {
    const directive = directiveAt(text, at);
    if (directive !== undefined) directives.push(directive);
  }
  return directives;
}

function directiveAt(text: string, marker: number): Directive | undefined {
  const start = commentStart(text, marker);
  if (start < 0) return undefined;
  const span = { start, end: endOfLine(text, marker) };
  const written = marker + MARKER.length;
  const verb = VERB.exec(text.slice(written, span.end));
  if (verb === null) return undefined;
  const from = written + verb[0].length;
  const { codeSpans, reason } = readCodes(text.slice(from, span.end), from);
  const codes = codeSpans.length === 0 ? ["*"] : codeSpans.map((code) => text.slice(code.start, code.end));
  const scope = verb[1] === "ignore" ? "line" : verb[1] === "ignore-file" ? "file" : "document";
  return { scope, codes, codeSpans, reason, span, covers: scope === "line" ? coveredLine(text, span) : { start: 0, end: text.length } };
}

/** The `#` in front of the marker if only blanks lie between and the `#` starts a comment, else -1. */
function commentStart(text: string, marker: number): number {
  let at = marker - 1;
  while (at >= 0 && (isBlank(text, at) || text[at] === "#")) {
    if (text[at] === "#" && (at === 0 || text[at - 1] === "\n" || isBlank(text, at - 1))) return at;
    at--;
  }
  return -1;
}

function readCodes(comment: string, offset: number): { readonly codeSpans: readonly Span[]; readonly reason: string } {
  const codeSpans: Span[] = [];
  let at = 0;
  for (let code = CODE.exec(comment); code !== null; code = CODE.exec(comment.slice(at))) {
    codeSpans.push({ start: offset + at, end: offset + at + code[0].length });
    at += code[0].length;
    const comma = COMMA.exec(comment.slice(at));
    if (comma === null) break;
    at += comma[0].length;
  }
  return {
    codeSpans,
    reason: comment
      .slice(at)
      .replace(/^[ \t]*--/, "")
      .trim(),
  };
}

function coveredLine(text: string, comment: Span): Span {
  const line = text.lastIndexOf("\n", comment.start - 1) + 1;
  if (text.slice(line, comment.start).trim() !== "") return { start: line, end: comment.end };
  let next = text.indexOf("\n", comment.end) + 1;
  while (next > 0 && next < text.length) {
    const end = endOfLine(text, next);
    const content = text.slice(next, end).trimStart();
    if (content !== "" && !content.startsWith("#")) return { start: next, end };
    next = text.indexOf("\n", end) + 1;
  }
  return { start: line, end: comment.end };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === "\r" ? end - 1 : end;
}

function isBlank(text: string, at: number): boolean {
  return text[at] === " " || text[at] === "\t";
}
