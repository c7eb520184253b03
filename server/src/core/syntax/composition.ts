import type { MapEntry, MapNode, Node, ScalarNode, SyntaxProblem } from "./node";

/** Levels of nesting below which values are dropped (the document's root is level 1). */
export const MAX_DEPTH = 100;

/** How many nodes the aliases of one document may stand for, taken together. */
const MAX_ALIASED_NODES = 100_000;

/** Characters that YAML forbids, even in comments (YAML 1.2, 5.1; kubectl's reader refuses the document). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find.
export const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

interface Extent {
  /** Nodes, those behind aliases counted at each use. */
  readonly size: number;
  /** Levels. */
  readonly height: number;
}

/**
 * What the tolerant readers do alike while they build the tree of one document: problems, anchors and aliases with a budget,
 * merge keys, the limit of nesting.
 */
export class Composition {
  readonly problems: SyntaxProblem[] = [];
  /** Undefined while the node that carries the anchor is being read. */
  readonly #anchors = new Map<string, Node | undefined>();
  readonly #extents = new Map<Node, Extent>();
  #aliased = 0;
  #spent = false;

  report(code: SyntaxProblem["code"], message: string, start: number, end: number): void {
    this.problems.push({ code, message, span: { start, end } });
  }

  reportForbidden(text: string): void {
    const at = text.search(FORBIDDEN);
    if (at >= 0) this.report("yaml-syntax", "YAML does not allow this control character.", at, at + 1);
  }

  /** The problems in the order of the text, each cut off at the end of its line. */
  problemsIn(text: string): readonly SyntaxProblem[] {
    const cut = this.problems.map((problem) => {
      const { start, end } = problem.span;
      const lines = text.slice(start, end).search(/\r?\n/);
      return lines < 0 ? problem : { ...problem, span: { start, end: start + lines } };
    });
    return cut.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }

  /** Begins the node that carries `&name`; the result goes to `closeAnchor`. */
  openAnchor(name: string): void {
    this.#anchors.set(name, undefined);
  }

  closeAnchor(name: string, node: Node): void {
    this.#anchors.set(name, node);
  }

  /**
   * The node that `*name` stands for, shared by reference; null with a problem if there is none or a limit is reached.
   * Names that nobody gives an anchor (`*`, `*.example.com`) are read as the wildcard host that they are meant to be.
   */
  alias(name: string, start: number, end: number): Node {
    const node = this.#anchors.get(name);
    if (node === undefined && /^(?:$|[.-])/.test(name)) {
      this.report("yaml-syntax", "Text that starts with * must stand in quotes.", start, end);
      const source = `*${name}`;
      return { kind: "scalar", span: { start, end }, value: source, source, style: "plain" };
    }
    if (node === undefined) {
      const why = this.#anchors.has(name) ? "the value that it names contains it" : `no anchor &${name} above it`;
      this.report("yaml-syntax", `The alias *${name} leads nowhere: ${why}.`, start, end);
      return absentAt(start, end);
    }
    const { size, height } = this.#extentOf(node);
    if (height >= MAX_DEPTH) return this.tooDeep(start, end);
    return this.#spend(size, start, end) ? node : absentAt(start, end);
  }

  /** The null that stands for a value nested too deep; only the first is reported. */
  tooDeep(start: number, end: number): Node {
    this.#reportOnce("yaml-too-deep", `Values are nested more than ${MAX_DEPTH} levels deep; what lies deeper is not read.`, start, end);
    return absentAt(start, end);
  }

  /**
   * Adds an entry to a mapping's entries. A plain key `<<` adds the entries of its value instead, at its place: the last entry
   * of a name wins, so a key written above `<<` loses, as in kubectl's reader (`go.yaml.in/yaml/v2`, `decode.go`). Of several
   * mappings in a list the first wins, so they are added backwards. Null is passed over: its alias has a problem of its own.
   */
  addEntry(entries: MapEntry[], key: ScalarNode, value: Node): void {
    if (key.style === "plain" && key.source === "<<") {
      const sources = (value.kind === "seq" ? value.items.toReversed() : [value]).filter((source) => !isNull(source));
      if (sources.every((source) => source.kind === "map")) {
        for (const source of sources) this.#merge(entries, source, key);
        return;
      }
      this.report("yaml-syntax", "The merge key << needs a mapping or a list of mappings.", key.span.start, key.span.end);
    }
    entries.push({ name: key.source, key, value, merged: false });
  }

  /** Recursion ends at nodes measured before, so that chains of aliases cost no depth. */
  #extentOf(node: Node): Extent {
    if (node.kind === "scalar") return { size: 1, height: 1 };
    const known = this.#extents.get(node);
    if (known !== undefined) return known;
    let size = 1;
    let height = 0;
    for (const child of node.kind === "seq" ? node.items : node.entries.map((entry) => entry.value)) {
      const extent = this.#extentOf(child);
      size += extent.size + (node.kind === "map" ? 1 : 0);
      height = Math.max(height, extent.height);
    }
    const extent = { size, height: height + 1 };
    this.#extents.set(node, extent);
    return extent;
  }

  #merge(entries: MapEntry[], source: MapNode, key: ScalarNode): void {
    for (const entry of source.entries) {
      if (!this.#spend(1, key.span.start, key.span.end)) return;
      entries.push(entry.merged ? entry : { ...entry, merged: true });
    }
  }

  /** Once the budget does not suffice it is closed, so that the rest of the document costs nothing more. */
  #spend(nodes: number, start: number, end: number): boolean {
    this.#spent ||= this.#aliased + nodes > MAX_ALIASED_NODES;
    if (this.#spent) {
      const message = `The aliases stand for more than ${MAX_ALIASED_NODES} values; from here on they are read as null.`;
      this.#reportOnce("yaml-alias-limit", message, start, end);
      return false;
    }
    this.#aliased += nodes;
    return true;
  }

  #reportOnce(code: SyntaxProblem["code"], message: string, start: number, end: number): void {
    if (!this.problems.some((problem) => problem.code === code)) this.report(code, message, start, end);
  }
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** A plain scalar without a value. */
export function absentAt(start: number, end: number): ScalarNode {
  return { kind: "scalar", span: { start, end }, value: null, source: "", style: "plain" };
}

/** Reports each entry whose name a written entry above it has already. Merged entries may be overridden. */
export function reportDuplicates(entries: readonly MapEntry[], problems: SyntaxProblem[]): void {
  if (entries.length < 2) return;
  if (entries.length > 8) {
    const seen = new Set<string>();
    for (const entry of entries) {
      if (entry.merged) continue;
      if (seen.has(entry.name)) problems.push(duplicate(entry));
      else seen.add(entry.name);
    }
    return;
  }
  for (let at = 1; at < entries.length; at++) {
    const entry = entries[at];
    if (entry === undefined || entry.merged) continue;
    for (let before = 0; before < at; before++) {
      const other = entries[before];
      if (other?.name === entry.name && !other.merged) {
        problems.push(duplicate(entry));
        break;
      }
    }
  }
}

function duplicate(entry: MapEntry): SyntaxProblem {
  return {
    code: "yaml-duplicate-key",
    message: `The key ${JSON.stringify(entry.name)} stands in this mapping already; only the last one counts.`,
    span: entry.key.span,
  };
}

/** The end of a block scalar whose text lies between `header` and `end`: behind its last line that is not blank, without the line break. */
export function blockScalarEnd(text: string, header: number, end: number): number {
  let at = end;
  while (at > header && isBlank(text.charCodeAt(at - 1))) at--;
  while (at < end && text.charCodeAt(at) !== 10) at++;
  return at > header && text.charCodeAt(at - 1) === 13 ? at - 1 : at;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
