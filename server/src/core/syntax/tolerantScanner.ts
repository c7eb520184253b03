import { absentAt, Composition, MAX_DEPTH, reportDuplicates } from "./composition";
import type { MapEntry, Node, ScalarNode, SyntaxProblem } from "./node";
import { resolveScalar } from "./scalar";
import { CR, DASH, endsFlowWord, HASH, isFlowIndicator, LF, Scanner, SPACE, TAB } from "./scanner";

/** Columns that a tab in the indentation counts for. */
const TAB_WIDTH = 2;

/** More problems in one document say nothing new. */
const MAX_PROBLEMS = 50;

/** What may stand in front of a value. */
interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

/** A state of the scanner to come back to. */
interface Mark {
  readonly pos: number;
  readonly indent: number;
  readonly contentStart: number;
  readonly problems: number;
}

/**
 * Moves over the lines of a document that holds mistakes, and reads scalars and brackets that are not closed, anchors, aliases
 * and tags. It never gives up: each mistake becomes a problem, and reading goes on behind it.
 */
export abstract class TolerantScanner extends Scanner {
  protected readonly composition = new Composition();
  /** Column of the first content of the current line; -1 at the end of the document. */
  protected indent = -1;
  /** Behind the last content that was read. */
  protected readEnd = 0;
  /** A scalar that is read goes on, if at all, on lines that are indented deeper than this. */
  protected owner = -1;
  #contentStart = 0;
  #started = false;

  /** Moves to the first content, past directives and the `---` line. */
  protected startDocument(): void {
    this.#seekContent(this.text.charCodeAt(0) === 0xfeff ? 1 : 0);
    while (this.indent === 0 && this.text.charAt(this.pos) === "%") this.nextLine();
    this.#started = true;
    if (this.indent !== 0 || !this.#isMarker(this.pos)) return;
    this.pos += 3;
    if (this.restIsEmpty()) this.endLine();
    else this.#contentStart = this.pos;
  }

  /** The column of an offset in the current line. */
  protected column(at: number): number {
    return this.indent + at - this.#contentStart;
  }

  protected mark(): Mark {
    return { pos: this.pos, indent: this.indent, contentStart: this.#contentStart, problems: this.composition.problems.length };
  }

  protected reset(mark: Mark): void {
    this.pos = mark.pos;
    this.indent = mark.indent;
    this.#contentStart = mark.contentStart;
    this.composition.problems.length = mark.problems;
  }

  protected atDash(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && !(this.text.charCodeAt(this.pos + 1) > SPACE);
  }

  /** Whether the line at the cursor begins with a key and its colon. */
  protected atKey(): boolean {
    const line = this.text.slice(this.pos, this.lineEnd(this.pos));
    return KEY_LINE.test(line);
  }

  /** Moves over white space; true if nothing but a comment follows on the line. */
  protected restIsEmpty(): boolean {
    while (isBlank(this.text.charCodeAt(this.pos))) this.pos++;
    const code = this.text.charCodeAt(this.pos);
    return Number.isNaN(code) || code === LF || code === CR || (code === HASH && isBlank(this.text.charCodeAt(this.pos - 1)));
  }

  /** Moves to the content of the next line that has any; text left on this line is a mistake. */
  protected endLine(): void {
    if (!this.restIsEmpty()) {
      const end = this.lineEnd(this.pos);
      if (this.text.charCodeAt(this.pos) === HASH) this.wrong("A comment needs a space in front of its #.", this.pos, this.pos + 1);
      else this.wrong("This text does not belong here.", this.pos, end);
    }
    this.nextLine();
  }

  /** Moves to the content of the next line that has any. */
  protected nextLine(): void {
    const end = this.text.indexOf("\n", this.pos);
    this.#seekContent(end < 0 ? this.text.length : end + 1);
  }

  /** The end of the line's content: white space and a line break are left out. */
  protected lineEnd(from: number): number {
    const newline = this.text.indexOf("\n", from);
    let end = newline < 0 ? this.text.length : newline;
    while (end > from && (isBlank(this.text.charCodeAt(end - 1)) || this.text.charCodeAt(end - 1) === CR)) end--;
    return end;
  }

  /** The end of a line's text where it is one plain scalar: a comment is left out too. */
  protected contentEnd(from: number): number {
    const text = OPEN_VALUE.exec(this.text.slice(from, this.lineEnd(from)))?.[0] ?? "";
    return from + text.trimEnd().length;
  }

  protected readProperties(): Properties {
    let anchor: string | undefined;
    let tag: string | undefined;
    for (;;) {
      const start = this.pos;
      while (isBlank(this.text.charCodeAt(this.pos))) this.pos++;
      const char = this.text.charAt(this.pos);
      if (char !== "&" && char !== "!") {
        this.pos = start;
        return { anchor, tag };
      }
      const word = this.#word();
      if (char === "!") {
        tag = word;
      } else {
        anchor = word.slice(1);
        this.composition.openAnchor(anchor);
      }
      this.readEnd = this.pos;
    }
  }

  protected applyProperties({ anchor, tag }: Properties, node: Node): Node {
    const tagged = tag !== undefined && node.kind === "scalar" ? { ...node, value: resolveScalar(node.style, tag, node.source) } : node;
    if (anchor !== undefined) this.composition.closeAnchor(anchor, tagged);
    return tagged;
  }

  protected override wrong(message: string, start: number, end: number, code: SyntaxProblem["code"] = "yaml-syntax"): void {
    const { problems } = this.composition;
    if (problems.length < MAX_PROBLEMS && problems.at(-1)?.code !== "yaml-too-deep") this.composition.report(code, message, start, end);
  }

  protected override unusual(): void {}

  protected override withProperties(parentIndent: number, inFlow: boolean): Node {
    if (this.text.charAt(this.pos) === "*") return this.#alias(inFlow);
    const properties = this.readProperties();
    const end = this.pos;
    const empty = this.restIsEmpty() || (inFlow && isFlowIndicator(this.text.charCodeAt(this.pos)));
    if (empty) this.pos = end;
    const node = empty ? absentAt(end, end) : inFlow ? this.flowNode(parentIndent) : this.keyOrValue(parentIndent);
    return this.applyProperties(properties, node);
  }

  protected override flowGap(parentIndent: number): boolean {
    while (this.restIsEmpty()) {
      const from = this.pos;
      const end = this.text.indexOf("\n", this.pos);
      if (end < 0) return false;
      let at = end + 1;
      let width = 0;
      for (; isBlank(this.text.charCodeAt(at)); at++) width += this.text.charCodeAt(at) === TAB ? TAB_WIDTH : 1;
      const code = this.text.charCodeAt(at);
      const blank = code === LF || code === CR || code === HASH;
      const closes = code === 93 || code === 125;
      this.pos = at;
      if (blank) continue;
      if ((width > parentIndent || closes) && !(width === 0 && this.#isMarker(at)) && !this.atDash()) continue;
      this.pos = from;
      return false;
    }
    return true;
  }

  protected override openQuote(inFlow: boolean): ScalarNode {
    const start = this.pos;
    const close = this.#closingQuote(start);
    if (close >= 0) return this.quotedNode(start, close, close + 1);
    this.wrong("This quote is never closed.", start, start + 1);
    const line = this.text.slice(start + 1, this.lineEnd(start));
    const opensLine = /^[-\s]*$/.test(this.text.slice(this.#contentStart, start));
    const content = (opensLine && !inFlow ? OPEN_KEY : OPEN_VALUE).exec(line)?.[0] ?? "";
    let end = start + 1 + content.trimEnd().length;
    while (inFlow && end > start + 1 && endsFlowWord(this.text.charCodeAt(end - 1))) end--;
    return this.quotedNode(start, end, end);
  }

  protected override tooDeep(): Node {
    const start = this.pos;
    this.pos = this.lineEnd(start);
    return this.composition.tooDeep(start, start + 1);
  }

  protected override addEntry(entries: MapEntry[], key: ScalarNode, value: Node): void {
    this.composition.addEntry(entries, key, value);
  }

  protected override finishMap(entries: readonly MapEntry[]): void {
    reportDuplicates(entries, this.composition.problems);
  }

  protected isTooDeep(): boolean {
    return this.depth >= MAX_DEPTH;
  }

  #alias(inFlow: boolean): Node {
    const start = this.pos;
    const name = this.#word().slice(1);
    const end = this.pos;
    const node = this.composition.alias(name, start, end);
    if (inFlow) return node;
    while (isBlank(this.text.charCodeAt(this.pos))) this.pos++;
    if (this.text.charAt(this.pos) === ":" && !(this.text.charCodeAt(this.pos + 1) > SPACE)) {
      this.colon = this.pos;
      return node.kind === "scalar" ? { ...node, span: { start, end } } : node;
    }
    this.pos = end;
    return node;
  }

  /** An anchor, alias or tag, its first character included. */
  #word(): string {
    const start = this.pos;
    let at = start + 1;
    for (let code = this.text.charCodeAt(at); code > SPACE && !isFlowIndicator(code); code = this.text.charCodeAt(at)) at++;
    this.pos = at;
    return this.text.slice(start, at);
  }

  /** The quote that closes the one at `start` on a line below, if all lines up to it are indented as parts of the scalar; else -1. */
  #closingQuote(start: number): number {
    const quote = this.text.charAt(start);
    for (let at = start + 1; at < this.text.length; at++) {
      const char = this.text.charAt(at);
      if (char === "\\" && quote === '"') {
        if (this.text.charCodeAt(at + 1) !== LF) at++;
      } else if (char === quote) {
        if (quote === "'" && this.text.charAt(at + 1) === quote) at++;
        else return BEHIND_QUOTE.test(this.text.slice(at + 1, this.lineEnd(at + 1))) ? at : -1;
      } else if (char === "\n") {
        let content = at + 1;
        while (isBlank(this.text.charCodeAt(content))) content++;
        const code = this.text.charCodeAt(content);
        if (code !== LF && code !== CR && content - at - 1 <= this.owner) return -1;
      }
    }
    return -1;
  }

  #seekContent(from: number): void {
    for (let line = from; line < this.text.length; ) {
      let at = line;
      let width = 0;
      let tab = -1;
      for (let code = this.text.charCodeAt(at); isBlank(code); code = this.text.charCodeAt(++at)) {
        width += code === TAB ? TAB_WIDTH : 1;
        if (code === TAB && tab < 0) tab = at;
      }
      const code = this.text.charCodeAt(at);
      if (code === HASH || code === LF || code === CR || Number.isNaN(code)) {
        line = this.text.indexOf("\n", at) + 1 || this.text.length;
        continue;
      }
      if (at === line && this.#started && this.#isMarker(at)) break;
      this.pos = at;
      if (tab >= 0) this.wrong("Tabs cannot indent in YAML; use spaces.", tab, at, "yaml-tab");
      if (tab >= 0 && this.indent >= 0 && !this.atDash() && !this.atKey()) width = this.indent;
      this.#contentStart = at;
      this.indent = width;
      return;
    }
    this.pos = this.text.length;
    this.indent = -1;
  }

  #isMarker(at: number): boolean {
    const marker = this.text.startsWith("---", at) || this.text.startsWith("...", at);
    return marker && !(this.text.charCodeAt(at + 3) > SPACE);
  }
}

/** A line that begins with a key: plain or quoted text, then a colon and white space or the line's end. */
const KEY_LINE = /^(?:"(?:[^"\\]|\\.)*"\s*|'(?:[^']|'')*'\s*|[^"'[\]{}#|>%@`\s,](?:[^:\s]|:(?=\S)|\s(?!#))*):(?=\s|$)/;

/** What may follow a closing quote. */
const BEHIND_QUOTE = /^[ \t]*(?:$|#|[,\]}:])/;

/** How much of a line belongs to a quote left open: up to a comment, or to the colon of a key. */
const OPEN_VALUE = /^(?:\S|\s(?!#))*/;
const OPEN_KEY = /^(?:[^:\s]|:(?=\S)|\s(?!#))*/;

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
