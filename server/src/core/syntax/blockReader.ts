import { readBlockScalar } from "./blockScalar";
import { absentAt, FORBIDDEN, MAX_DEPTH, reportDuplicates } from "./composition";
import type { MapEntry, MapNode, Node, ScalarNode, SeqNode, SyntaxProblem, SyntaxTree } from "./node";
import { COLON, CR, DASH, HASH, LF, Scanner, SPACE, TAB } from "./scanner";

/**
 * Reads a document of the style in which manifests are written: block mappings and sequences, scalars on one line, block
 * scalars, flow collections on one line, comments. Where it answers with a tree, that is equal to the complete reader's, spans
 * and problems included. It answers "unusual" to anything else (anchors, tags, merge keys, scalars of several lines, tabs, most
 * mistakes), and "wrong" if the text surely is no valid YAML.
 */
export function readBlock(text: string): SyntaxTree | "unusual" | "wrong" {
  try {
    return new BlockReader(text).read();
  } catch (error) {
    if (error instanceof GivenUp) return error.verdict;
    throw error;
  }
}

class GivenUp extends Error {
  constructor(readonly verdict: "unusual" | "wrong") {
    super();
  }
}

/** A line break to some readers, text to others. */
const LONE_CR = /\r(?!\n)/;

/** Longer keys are an error (YAML 1.2, 7.4.2: 1024 characters up to the colon). */
const MAX_KEY = 1000;

class BlockReader extends Scanner {
  /** Column of the content at the cursor when that is the first of its line; -1 at the end of the document. */
  #indent = -1;
  #line = 0;
  readonly #problems: SyntaxProblem[] = [];

  read(): SyntaxTree {
    if (FORBIDDEN.test(this.text) || LONE_CR.test(this.text)) this.#giveUp();
    this.#seekContent(0);
    if (this.#indent === 0 && this.#atMarker()) {
      if (this.text.charCodeAt(this.pos) !== DASH) this.#giveUp();
      this.pos += 3;
      this.#endLine();
    }
    if (this.#indent < 0) return { root: undefined, problems: [] };
    const root = this.#value(this.#indent, -1);
    if (root.kind === "scalar" || this.#indent >= 0) this.#giveUp();
    return { root, problems: this.#problems.sort((a, b) => a.span.start - b.span.start) };
  }

  /** The value at the cursor, which stands in `column` of its line; it belongs to a collection indented by `parentIndent`. */
  #value(column: number, parentIndent: number): Node {
    if (this.#atDash()) return this.#seq(column);
    const node = this.keyOrValue(parentIndent);
    if (this.colon >= 0) return this.#map(column, node);
    this.#endValue(parentIndent, node);
    return node;
  }

  #map(column: number, firstKey: Node): MapNode {
    this.#enter();
    const entries: MapEntry[] = [];
    let key = firstKey;
    for (;;) {
      const colon = this.colon;
      const value = this.#mapValue(column, colon);
      if (key.kind !== "scalar" || colon - key.span.start > MAX_KEY) this.#giveUp();
      this.addEntry(entries, key, value);
      if (this.#indent < column) break;
      if (this.#indent > column || this.#atDash()) this.#giveUp();
      key = this.keyOrValue(column);
      if (this.colon < 0) this.#giveUpOnKey();
    }
    this.depth--;
    this.finishMap(entries);
    return {
      kind: "map",
      span: { start: firstKey.span.start, end: entries[entries.length - 1]?.value.span.end ?? 0 },
      flow: false,
      entries,
    };
  }

  #mapValue(column: number, colon: number): Node {
    this.pos = colon + 1;
    if (this.#restIsEmpty()) {
      this.#endLine();
      if (this.#indent > column) return this.#value(this.#indent, column);
      if (this.#indent === column && this.#atDash()) return this.#seq(column);
      return absentAt(colon + 1, colon + 1);
    }
    const value = this.#blockScalar(column) ?? this.keyOrValue(column);
    if (this.colon >= 0) this.#giveUp("wrong");
    this.#endValue(column, value);
    return value;
  }

  #seq(column: number): SeqNode {
    this.#enter();
    const items: Node[] = [];
    const start = this.pos;
    do {
      const dash = this.pos++;
      if (this.#restIsEmpty()) {
        this.#endLine();
        items.push(this.#indent > column ? this.#value(this.#indent, column) : absentAt(dash + 1, dash + 1));
      } else {
        items.push(this.#item(column));
      }
    } while (this.#indent === column && this.#atDash());
    if (this.#indent > column) this.#giveUp();
    this.depth--;
    return { kind: "seq", span: { start, end: items[items.length - 1]?.span.end ?? 0 }, flow: false, items };
  }

  #item(parentIndent: number): Node {
    const scalar = this.#blockScalar(parentIndent);
    if (scalar === undefined) return this.#value(this.pos - this.#line, parentIndent);
    this.#endValue(parentIndent, scalar);
    return scalar;
  }

  #blockScalar(parentIndent: number): ScalarNode | undefined {
    const code = this.text.charCodeAt(this.pos);
    if (code !== 124 && code !== 62) return undefined;
    this.colon = -1;
    const start = this.pos;
    const { source, style, end, next, problem, odd } = readBlockScalar(this.text, start, parentIndent);
    if (problem !== undefined || odd) this.#giveUp();
    this.pos = next < this.text.length || this.text.charCodeAt(next - 1) === LF ? next - 1 : next;
    return { kind: "scalar", span: { start, end }, value: source, source, style };
  }

  /** Moves over spaces; true if nothing but a comment follows on the line. */
  #restIsEmpty(): boolean {
    while (this.text.charCodeAt(this.pos) === SPACE) this.pos++;
    const code = this.text.charCodeAt(this.pos);
    return code === HASH || code === LF || code === CR || Number.isNaN(code);
  }

  /**
   * Behind a value that ends with its line: moves to the next content. If that is indented like a part of the value it can only
   * continue plain text, and not with a key.
   */
  #endValue(parentIndent: number, value: Node): void {
    this.#endLine();
    if (this.#indent <= parentIndent) return;
    if (value.kind !== "scalar" || value.style !== "plain") this.#giveUp("wrong");
    this.colon = -1;
    this.plain();
    this.#giveUp(this.colon >= 0 ? "wrong" : "unusual");
  }

  /** Passes white space and a comment up to the end of the line, then moves to the next content. */
  #endLine(): void {
    let at = this.pos;
    let code = this.text.charCodeAt(at);
    while (code === SPACE || code === TAB) code = this.text.charCodeAt(++at);
    if (code === HASH && (at > this.pos || this.text.charCodeAt(at - 1) === SPACE)) {
      at = this.text.indexOf("\n", at);
    } else if (code === CR && this.text.charCodeAt(at + 1) === LF) {
      at++;
    } else if (code !== LF) {
      if (!Number.isNaN(code)) this.#giveUp();
      at = -1;
    }
    if (at < 0) this.#indent = -1;
    else this.#seekContent(at + 1);
  }

  /** Moves from the start of a line to the next content, past blank lines and comments. */
  #seekContent(from: number): void {
    const text = this.text;
    for (let line = from; ; ) {
      let at = line;
      while (text.charCodeAt(at) === SPACE) at++;
      let code = text.charCodeAt(at);
      if (code === HASH) {
        at = text.indexOf("\n", at);
        if (at < 0) break;
        code = LF;
      } else if (code === CR && text.charCodeAt(at + 1) === LF) {
        at++;
        code = LF;
      }
      if (code !== LF) {
        if (Number.isNaN(code)) break;
        if (code === TAB || code === CR || code === 0xfeff) this.#giveUp();
        this.#line = line;
        this.#indent = at - line;
        this.pos = at;
        if (at === line && line > 0 && from > 0 && this.#atMarker()) this.#giveUp();
        return;
      }
      line = at + 1;
    }
    this.#indent = -1;
  }

  #atMarker(): boolean {
    const marker = this.text.startsWith("---", this.pos) || this.text.startsWith("...", this.pos);
    return marker && !(this.text.charCodeAt(this.pos + 3) > SPACE);
  }

  #atDash(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && !(this.text.charCodeAt(this.pos + 1) > SPACE);
  }

  /** At a line without a colon in a mapping. A colon that starts the next line may belong to it, if oddly. */
  #giveUpOnKey(): never {
    this.#endLine();
    this.#giveUp(this.text.charCodeAt(this.pos) === COLON ? "unusual" : "wrong");
  }

  #enter(): void {
    if (++this.depth > MAX_DEPTH) this.#giveUp();
  }

  #giveUp(verdict: "unusual" | "wrong" = "unusual"): never {
    throw new GivenUp(verdict);
  }

  protected override wrong(): never {
    return this.#giveUp();
  }

  protected override unusual(): never {
    return this.#giveUp();
  }

  protected override withProperties(): never {
    return this.#giveUp();
  }

  protected override openQuote(): never {
    return this.#giveUp();
  }

  protected override tooDeep(): never {
    return this.#giveUp();
  }

  protected override flowGap(): boolean {
    if (this.#restIsEmpty()) this.#giveUp();
    return true;
  }

  protected override addEntry(entries: MapEntry[], key: ScalarNode, value: Node): void {
    if (key.source === "<<" && key.style === "plain") this.#giveUp();
    entries.push({ name: key.source, key, value, merged: false });
  }

  protected override finishMap(entries: readonly MapEntry[]): void {
    reportDuplicates(entries, this.#problems);
  }
}
