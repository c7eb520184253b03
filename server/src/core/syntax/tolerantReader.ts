import { readBlockScalar } from "./blockScalar";
import { absentAt } from "./composition";
import type { MapEntry, Node, ScalarNode, SyntaxTree } from "./node";
import { foldLines } from "./quoted";
import { resolvePlain } from "./scalar";
import { TolerantScanner } from "./tolerantScanner";

/**
 * Reads a document that is no valid YAML, most often because it is being typed, and keeps as much of it as can be understood:
 * a mistake on one line costs that line at most. Keys without a colon keep their place with a null value, quotes and brackets
 * left open end with their line, lines with the wrong indentation join the nearest mapping or list that can take them.
 */
export function readTolerantly(text: string): SyntaxTree {
  return new TolerantReader(text).read();
}

/** `name:value`, but no URL. */
const MISSING_SPACE = /^([\w./-]+):(?!\/\/)(?=\S)/;

/** What a value stands under. A list may start in the column of its key, unless that key itself is indented too little. */
type Owner = "key" | "misplaced key" | "item";

class TolerantReader extends TolerantScanner {
  /** Columns of the sequences that are being read: a dash that does not fit ends what is inside them. */
  readonly #seqColumns: number[] = [];
  /** Items of the innermost sequence that were found in the midst of another item. */
  #strayItems: Node[] = [];

  read(): SyntaxTree {
    this.startDocument();
    let root: Node | undefined;
    while (this.indent >= 0) {
      if (root !== undefined) this.wrong("This does not continue what stands above it.", this.pos, this.lineEnd(this.pos));
      const node = this.#value(this.column(this.pos), 0, 0, "key");
      if (root === undefined || (root.kind !== "map" && node.kind === "map")) root = node;
    }
    this.composition.reportForbidden(this.text);
    return { root, problems: this.composition.problemsIn(this.text) };
  }

  /**
   * The value whose first content is at the cursor, in `column`. Lines indented less than `floor` do not belong to it, but a
   * mapping takes keys from `keyFloor` on.
   */
  #value(column: number, floor: number, keyFloor: number, owner: Owner): Node {
    if (this.isTooDeep()) return this.#passOver(floor);
    if (this.atDash()) return this.#seq(column, floor, keyFloor);
    const mark = this.mark();
    const node = this.#keyOrValue(floor - 1);
    if (this.colon >= 0) return this.#map(column, keyFloor, owner, node);
    this.endLine();
    const value = this.#continued(node, floor - 1);
    if (this.indent < floor || !(this.atDash() || this.atKey())) return value;
    const list = this.atDash() && this.indent <= column;
    this.reset(mark);
    return list ? this.#seq(column, floor, keyFloor) : this.#map(column, keyFloor, owner, this.#keyOrValue(floor - 1));
  }

  #map(column: number, floor: number, owner: Owner, first: Node): Node {
    this.depth++;
    const entries: MapEntry[] = [];
    const { start } = first.span;
    let node = first;
    let indent = column;
    for (;;) {
      const kind = indent < column ? "misplaced key" : "key";
      if (this.colon >= 0) this.#entry(entries, this.asKey(node), indent, kind);
      else this.#keyAlone(entries, node, indent, kind);
      while (this.atDash() && this.indent >= floor && (this.#seqColumns.length === 0 || (owner === "item" && this.indent > column))) {
        this.#strayList();
      }
      if (this.indent < floor || this.atDash()) break;
      if (this.indent !== column && this.indent !== indent) this.#wrongIndent(column, "key");
      indent = this.indent;
      node = this.#keyOrValue(indent);
    }
    this.depth--;
    this.finishMap(entries);
    return { kind: "map", span: { start, end: this.readEnd }, flow: false, entries };
  }

  #entry(entries: MapEntry[], key: ScalarNode, indent: number, kind: Owner): void {
    this.pos = this.colon + 1;
    this.readEnd = this.pos;
    this.addEntry(entries, key, this.#content(indent, indent + 1, kind));
  }

  /** A line of a mapping without a colon: a key that is being typed. */
  #keyAlone(entries: MapEntry[], node: Node, indent: number, kind: Owner): void {
    const { start, end } = node.span;
    const glued = node.kind === "scalar" && node.style === "plain" ? MISSING_SPACE.exec(node.source) : null;
    if (node.kind !== "scalar") {
      this.wrong("A key and a colon are missing in front of this.", start, start + 1);
      this.endLine();
    } else if (glued !== null) {
      const colon = start + (glued[1] ?? "").length;
      this.wrong("A space is missing behind this colon.", colon, colon + 1);
      this.endLine();
      this.addEntry(entries, this.plainNode(start, colon), this.plainNode(colon + 1, end));
    } else {
      this.wrong("A colon is missing behind this key.", start, end);
      this.endLine();
      this.addEntry(entries, node, this.#below(indent, indent + 1, kind) ?? absentAt(end, end));
    }
  }

  /** A sequence whose dashes stand in `column`; if its first one stands behind a key, the next one tells. */
  #seq(column: number | undefined, floor: number, keyFloor: number): Node {
    this.depth++;
    let indent = column ?? this.column(this.pos);
    this.#seqColumns.push(indent);
    const strayAbove = this.#strayItems;
    const items: Node[] = [];
    const start = this.pos;
    let expected = column;
    for (;;) {
      this.#strayItems = [];
      if (this.atDash()) {
        this.readEnd = ++this.pos;
        items.push(this.#content(indent, Math.min(keyFloor, indent + 1), "item"));
      } else {
        this.wrong("A dash is missing in front of this list item.", this.pos, this.lineEnd(this.pos));
        items.push(this.#value(this.indent, this.indent + 1, this.indent, "item"));
      }
      items.push(...this.#strayItems);
      if (this.indent < (this.atDash() ? floor : keyFloor)) break;
      expected ??= this.indent;
      if (this.atDash() && this.indent !== expected && this.indent !== indent) this.#wrongIndent(expected, "list item");
      indent = this.indent;
    }
    this.#strayItems = strayAbove;
    this.#seqColumns.pop();
    this.depth--;
    return { kind: "seq", span: { start, end: this.readEnd }, flow: false, items };
  }

  /** What stands behind the colon or dash at the cursor, or below it. `indent` is the column of its key or dash. */
  #content(indent: number, keyFloor: number, owner: Owner): Node {
    const properties = this.readProperties();
    const end = this.readEnd;
    if (!this.restIsEmpty()) return this.applyProperties(properties, this.#inline(indent, keyFloor, owner));
    this.endLine();
    return this.applyProperties(properties, this.#below(indent, keyFloor, owner) ?? absentAt(end, end));
  }

  /** The value on the lines below a key or dash, if there is one. */
  #below(indent: number, keyFloor: number, owner: Owner): Node | undefined {
    if (owner === "key" && this.indent >= indent && this.atDash() && !this.isTooDeep()) return this.#seq(this.indent, indent, indent + 1);
    return this.indent > indent ? this.#value(this.indent, indent + 1, keyFloor, owner) : undefined;
  }

  /** The value on the line of its key or dash. */
  #inline(indent: number, keyFloor: number, owner: Owner): Node {
    const char = this.text.charAt(this.pos);
    if (char === "|" || char === ">") return this.#blockScalar(indent);
    if (owner === "item") return this.#value(this.column(this.pos), indent + 1, keyFloor, owner);
    if (this.atDash()) {
      this.wrong("A list starts on the line below its key.", this.pos, this.pos + 1);
      return this.isTooDeep() ? this.#passOver(indent + 1) : this.#seq(undefined, indent + 1, indent + 1);
    }
    const start = this.pos;
    const node = this.#keyOrValue(indent);
    if (this.colon >= 0) {
      this.wrong("A second colon: put the value in quotes, or the inner key on the next line.", this.colon, this.colon + 1);
      this.readEnd = this.contentEnd(start);
      this.nextLine();
      return this.plainNode(start, this.readEnd);
    }
    this.endLine();
    const value = this.#continued(node, indent);
    return this.indent > indent && this.atDash() ? this.#listBelow(value, indent) : value;
  }

  /** A list below the line of a key that has a value already: the list counts, unless that value is a collection with content. */
  #listBelow(value: Node, indent: number): Node {
    const content = value.kind === "map" || (value.kind === "seq" && value.items.length > 0);
    if (content) this.wrong("This list follows a value that its key has already.", this.pos, this.pos + 1);
    else if (value.kind === "scalar") this.wrong("This text stands between a key and its list.", value.span.start, value.span.end);
    const list = this.isTooDeep() ? this.#passOver(indent + 1) : this.#seq(this.indent, indent + 1, indent + 1);
    return content ? value : list;
  }

  #blockScalar(indent: number): ScalarNode {
    const start = this.pos;
    const { source, style, end, next, problem } = readBlockScalar(this.text, start, indent);
    if (problem !== undefined) this.wrong(problem.message, problem.start, problem.end);
    this.readEnd = end;
    this.pos = Math.max(start, next - 1);
    this.nextLine();
    return { kind: "scalar", span: { start, end }, value: source, source, style };
  }

  /** A plain scalar together with the lines below that continue it. */
  #continued(node: Node, owner: number): Node {
    if (node.kind !== "scalar" || node.style !== "plain" || node.source === "") return node;
    const { start } = node.span;
    let { end } = node.span;
    while (this.indent > owner && this.lineEnd(end) === end && !this.atDash() && !this.atKey()) {
      end = this.contentEnd(this.pos);
      this.readEnd = end;
      this.pos = end;
      this.endLine();
    }
    if (end === node.span.end) return node;
    const source = foldLines(this.text.slice(start, end));
    return { ...node, span: { start, end }, source, value: resolvePlain(source) };
  }

  #keyOrValue(owner: number): Node {
    this.owner = owner;
    const start = this.pos;
    const node = this.keyOrValue(owner);
    this.readEnd = this.pos;
    while (this.readEnd > start && " \t".includes(this.text.charAt(this.readEnd - 1))) this.readEnd--;
    return node;
  }

  /** List items in the midst of a mapping: the sequence that the mapping is an item of takes them, if there is one. */
  #strayList(): void {
    const column = this.#seqColumns.at(-1);
    if (column === undefined) this.wrong("A list item cannot stand between keys.", this.pos, this.pos + 1);
    else this.#wrongIndent(column, "list item");
    const list = this.#value(this.indent, this.indent, this.indent + 1, "item");
    if (list.kind === "seq") this.#strayItems.push(...list.items);
  }

  #wrongIndent(column: number, what: "key" | "list item"): void {
    const message = `This ${what} is indented by ${this.indent} spaces, the ones it belongs to by ${column}.`;
    this.wrong(message, this.pos, Math.min(this.lineEnd(this.pos), this.pos + (what === "key" ? this.#wordLength() : 1)));
  }

  #wordLength(): number {
    return this.text.slice(this.pos, this.lineEnd(this.pos)).search(/:|\s|$/);
  }

  /** Leaves out a value that is nested too deep. */
  #passOver(floor: number): Node {
    const start = this.pos;
    do this.nextLine();
    while (this.indent >= floor);
    return this.composition.tooDeep(start, start + 1);
  }
}
