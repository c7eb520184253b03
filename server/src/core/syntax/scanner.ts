import { absentAt, MAX_DEPTH } from "./composition";
import type { MapEntry, Node, ScalarNode } from "./node";
import { foldLines, unescapeDouble } from "./quoted";
import { resolvePlain } from "./scalar";

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const HASH = 35;
export const DASH = 45;
export const COLON = 58;
const QUESTION_MARK = 63;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * Reads what does not depend on indentation: scalars and flow collections. `pos` is the cursor: each method starts there and
 * leaves it behind what it has read. What happens to text that is wrong or unusual is up to the reader built on this.
 */
export abstract class Scanner {
  protected readonly text: string;
  protected pos = 0;
  /** The colon behind the scalar read last, if that is the key of a block mapping, else -1. */
  protected colon = -1;
  protected depth = 0;
  /** How many flow collections are open. */
  #brackets = 0;
  /** Behind what has been read inside brackets. */
  #read = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes note of a mistake, or gives up. */
  protected abstract wrong(message: string, start: number, end: number): void;

  /** Gives up, if the complete reader is to decide about text that YAML 1.1 and 1.2 read differently. */
  protected abstract unusual(): void;

  /** Reads a node that starts with an anchor, an alias or a tag, or gives up. */
  protected abstract withProperties(parentIndent: number, inFlow: boolean): Node;

  /** Moves to the next text inside brackets; false if it cannot belong to the collection any more. */
  protected abstract flowGap(parentIndent: number): boolean;

  /** Reads a quoted scalar that does not end on its line, or gives up. */
  protected abstract openQuote(inFlow: boolean): ScalarNode;

  /** Passes over a collection that is nested too deep, or gives up. */
  protected abstract tooDeep(): Node;

  /** Looks over the entries of a complete mapping. */
  protected abstract finishMap(entries: readonly MapEntry[]): void;

  protected abstract addEntry(entries: MapEntry[], key: ScalarNode, value: Node): void;

  /** A node in the place of a key: anything but a scalar is wrong there. */
  protected asKey(node: Node): ScalarNode {
    if (node.kind === "scalar") return node;
    const { start, end } = node.span;
    this.wrong("A key must be plain text, not a mapping or a list.", start, end);
    return this.plainNode(start, end);
  }

  /** A scalar or flow collection in block context. Sets `colon` if a colon makes it a key. */
  protected keyOrValue(parentIndent: number): Node {
    this.colon = -1;
    const code = this.text.charCodeAt(this.pos);
    switch (code) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE: {
        const scalar = this.quoted(false);
        const end = this.pos;
        while (this.text.charCodeAt(this.pos) === SPACE) this.pos++;
        if (this.text.charCodeAt(this.pos) === COLON && !(this.text.charCodeAt(this.pos + 1) > SPACE)) this.colon = this.pos;
        else this.pos = end;
        return scalar;
      }
      case OPEN_BRACKET:
      case OPEN_BRACE:
        return this.flow(parentIndent);
      case 33:
      case 38:
      case 42:
        return this.withProperties(parentIndent, false);
      default:
        return this.plain();
    }
  }

  /** A plain scalar in block context, up to a colon, a comment or the end of the line. */
  protected plain(): ScalarNode {
    const start = this.pos;
    this.#checkStart(start);
    let at = start;
    let end = at;
    for (;;) {
      const code = this.text.charCodeAt(at);
      if (code > COLON || (code > SPACE && code < COLON)) {
        end = ++at;
      } else if (code === COLON) {
        if (!(this.text.charCodeAt(at + 1) > SPACE)) {
          this.colon = at;
          break;
        }
        end = ++at;
      } else if (code === SPACE || code === TAB) {
        if (this.text.charCodeAt(++at) === HASH) break;
      } else if (code === LF || code === CR || Number.isNaN(code)) {
        break;
      } else {
        end = ++at;
      }
    }
    this.pos = at;
    return this.plainNode(start, end);
  }

  protected plainNode(start: number, end: number): ScalarNode {
    const source = this.text.slice(start, end);
    return { kind: "scalar", span: { start, end }, value: resolvePlain(source), source, style: "plain" };
  }

  protected quoted(inFlow: boolean): ScalarNode {
    const start = this.pos;
    const quote = this.text.charCodeAt(start);
    for (let at = start + 1; ; at++) {
      const code = this.text.charCodeAt(at);
      if (code === quote) {
        if (quote === DOUBLE_QUOTE || this.text.charCodeAt(at + 1) !== quote) return this.quotedNode(start, at, at + 1);
        at++;
      } else if (code === BACKSLASH && quote === DOUBLE_QUOTE && this.text.charCodeAt(at + 1) > SPACE) {
        at++;
      } else if (code === LF || Number.isNaN(code)) {
        return this.openQuote(inFlow);
      }
    }
  }

  /** The quoted scalar whose text lies between the quote at `start` and `contentEnd`. */
  protected quotedNode(start: number, contentEnd: number, end: number): ScalarNode {
    const double = this.text.charCodeAt(start) === DOUBLE_QUOTE;
    let source = foldLines(this.text.slice(start + 1, contentEnd), double);
    if (!double) {
      source = source.replaceAll("''", "'");
    } else if (source.includes("\\")) {
      const { text, bad } = unescapeDouble(source);
      if (bad !== undefined) this.wrong(`Double quotes have no escape ${bad}; write \\\\ for a backslash.`, start, end);
      source = text;
    }
    this.pos = end;
    return { kind: "scalar", span: { start, end }, value: source, source, style: double ? "double" : "single" };
  }

  /** A flow collection, from its opening bracket. */
  protected flow(parentIndent: number): Node {
    if (this.depth === MAX_DEPTH) return this.tooDeep();
    this.depth++;
    this.#brackets++;
    const start = this.pos++;
    const mapping = this.text.charCodeAt(start) === OPEN_BRACE;
    const entries: MapEntry[] = [];
    const items: Node[] = [];
    while (this.#moreInside(start, mapping ? CLOSE_BRACE : CLOSE_BRACKET, parentIndent)) {
      if (mapping) this.#flowEntry(entries, parentIndent);
      else items.push(this.#flowItem(parentIndent));
      this.#read = this.pos;
    }
    this.depth--;
    this.#brackets--;
    const span = { start, end: this.pos };
    if (!mapping) return { kind: "seq", span, flow: true, items };
    this.finishMap(entries);
    return { kind: "map", span, flow: true, entries };
  }

  /** Moves to the next entry of a flow collection; false behind its end. */
  #moreInside(start: number, close: number, parentIndent: number): boolean {
    const first = this.pos === start + 1;
    if (first) this.#read = this.pos;
    for (let comma = first; ; ) {
      const inside = this.flowGap(parentIndent);
      const code = this.text.charCodeAt(this.pos);
      const closes = code === CLOSE_BRACE || code === CLOSE_BRACKET;
      if (!inside || (closes && code !== close && this.#brackets > 1)) {
        this.wrong(`This ${this.text.charAt(start)} is never closed.`, start, start + 1);
        this.pos = this.#read;
        return false;
      }
      if (closes) {
        if (code !== close) this.wrong(`A ${String.fromCharCode(close)} is expected here.`, this.pos, this.pos + 1);
        this.pos++;
        return false;
      }
      if (code !== COMMA) {
        if (!comma) this.wrong("A comma is missing in front of this.", this.pos, this.pos + 1);
        return true;
      }
      if (comma) this.wrong("There is nothing in front of this comma.", this.pos, this.pos + 1);
      comma = true;
      this.#read = ++this.pos;
    }
  }

  #flowItem(parentIndent: number): Node {
    const key = this.flowNode(parentIndent);
    const end = this.pos;
    if (!this.#flowColon(key, parentIndent)) {
      this.pos = end;
      return key;
    }
    const entries: MapEntry[] = [];
    const value = this.#flowValue(parentIndent);
    this.addEntry(entries, this.asKey(key), value);
    return { kind: "map", span: { start: key.span.start, end: this.pos }, flow: true, entries };
  }

  #flowEntry(entries: MapEntry[], parentIndent: number): void {
    const key = this.flowNode(parentIndent);
    const end = this.pos;
    if (this.#flowColon(key, parentIndent)) {
      this.addEntry(entries, this.asKey(key), this.#flowValue(parentIndent));
    } else {
      this.pos = end;
      this.addEntry(entries, this.asKey(key), absentAt(end, end));
    }
  }

  /** Whether a colon follows the key just read; a quoted key needs no space behind it. */
  #flowColon(key: Node, parentIndent: number): boolean {
    if (!this.flowGap(parentIndent) || this.text.charCodeAt(this.pos) !== COLON) return false;
    return key.kind !== "scalar" || key.style !== "plain" || !(this.text.charCodeAt(this.pos + 1) > SPACE);
  }

  /** The value behind the colon at the cursor. */
  #flowValue(parentIndent: number): Node {
    const end = ++this.pos;
    if (this.flowGap(parentIndent)) {
      const code = this.text.charCodeAt(this.pos);
      if (code !== COMMA && code !== CLOSE_BRACE && code !== CLOSE_BRACKET) return this.flowNode(parentIndent);
    }
    this.pos = end;
    return absentAt(end, end);
  }

  /** A node inside brackets. */
  protected flowNode(parentIndent: number): Node {
    switch (this.text.charCodeAt(this.pos)) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        return this.quoted(true);
      case OPEN_BRACKET:
      case OPEN_BRACE:
        return this.flow(parentIndent);
      case 33:
      case 38:
      case 42:
        return this.withProperties(parentIndent, true);
      default:
        return this.#flowPlain();
    }
  }

  /** A plain scalar inside brackets, as kubectl's reader takes it: a colon ends it only in front of white space (`[2001:db8::]`). */
  #flowPlain(): ScalarNode {
    const start = this.pos;
    this.#checkStart(start, true);
    let at = start;
    let end = at;
    for (;;) {
      const code = this.text.charCodeAt(at);
      if (code === SPACE || code === TAB) {
        if (this.text.charCodeAt(++at) === HASH) break;
      } else if (code === LF || code === CR || Number.isNaN(code) || isFlowIndicator(code)) {
        break;
      } else if (code === COLON && at > start && !(this.text.charCodeAt(at + 1) > SPACE)) {
        break;
      } else {
        if (code === COLON && isFlowIndicator(this.text.charCodeAt(at + 1))) this.unusual();
        if (code === QUESTION_MARK) this.wrong(QUESTION_IN_FLOW, at, at + 1);
        end = ++at;
      }
    }
    this.pos = end;
    return this.plainNode(start, end);
  }

  #checkStart(start: number, inFlow = false): void {
    const code = this.text.charCodeAt(start);
    if (code >= 65 && code !== 124 && code !== 91 && code !== 93 && code !== 96 && code < 123) return;
    const char = this.text.charAt(start);
    if (char === "-" || char === "?" || char === ":") {
      const next = this.text.charCodeAt(start + 1);
      if (next > SPACE && !(inFlow && isFlowIndicator(next))) return;
    } else if (!STARTS_NO_PLAIN.includes(char)) {
      return;
    }
    this.wrong(`A value cannot start with ${char === "\t" ? "a tab" : char}; put it in quotes.`, start, start + 1);
  }
}

/** `go.yaml.in/yaml/v2` ends a plain scalar inside brackets there (YAML 1.1) and then misses a comma. */
export const QUESTION_IN_FLOW = "kubectl does not read a ? between brackets; put the text in quotes.";

const STARTS_NO_PLAIN = "\t#%,>@[]`{|}!&*";

export function isFlowIndicator(code: number): boolean {
  return code === COMMA || code === OPEN_BRACKET || code === CLOSE_BRACKET || code === OPEN_BRACE || code === CLOSE_BRACE;
}

/** Whether a character ends a word inside brackets. */
export function endsFlowWord(code: number): boolean {
  return !(code > SPACE) || isFlowIndicator(code);
}
