import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from "yaml";
import { readBlock } from "./blockReader";
import { absentAt, blockScalarEnd, Composition, MAX_DEPTH, reportDuplicates } from "./composition";
import type { MapEntry, Node, ScalarNode, ScalarStyle, SyntaxProblem, SyntaxTree } from "./node";
import { resolveScalar } from "./scalar";
import { QUESTION_IN_FLOW } from "./scanner";
import { readTolerantly } from "./tolerantReader";

/**
 * Reads the text of one YAML document (see `splitDocuments`; of several documents the first is read). Never throws: the tree
 * holds what could be read, the problems say what could not, in the order of the text.
 */
export function parseDocument(text: string): SyntaxTree {
  const fast = readBlock(text);
  if (typeof fast === "object") return fast;
  if (fast === "wrong") return readTolerantly(text);
  const { tree, valid } = readWithLibrary(text);
  if (valid) return tree;
  const tolerant = readTolerantly(text);
  if (tolerant.problems.some(({ code }) => code !== "yaml-duplicate-key")) return tolerant;
  return { root: tolerant.root, problems: [...tree.problems.slice(0, 1), ...tolerant.problems] };
}

/** The tree as the package `yaml` reads it: all of YAML 1.2, at a tenth of the block reader's speed, but of broken text too little. */
export function parseWithLibrary(text: string): SyntaxTree {
  return readWithLibrary(text).tree;
}

function readWithLibrary(text: string): { readonly tree: SyntaxTree; readonly valid: boolean } {
  const composition = new Composition();
  const [document, second] = compose(text, composition);
  for (const error of document?.errors ?? []) composition.problems.push(problemOf(text, error));
  const valid = (document?.errors ?? []).length === 0;
  composition.reportForbidden(text);
  if (second !== undefined) {
    composition.report("yaml-syntax", "A second document starts here; only the first one is read.", second.range[0], text.length);
  }
  const contents = document?.contents ?? null;
  const empty =
    contents === null || (isScalar(contents) && contents.source === "" && contents.type === "PLAIN" && contents.tag === undefined);
  const root = empty ? undefined : new Converter(text, composition).convert(contents);
  return { tree: { root, problems: composition.problemsIn(text) }, valid };
}

function compose(text: string, composition: Composition): Document.Parsed[] {
  const composer = new Composer({ schema: "failsafe", resolveKnownTags: false, uniqueKeys: false, logLevel: "silent" });
  const documents: Document.Parsed[] = [];
  for (const token of new Parser().parse(text)) {
    adapt(token, composition);
    documents.push(...composer.next(token));
  }
  documents.push(...composer.end(true, text.length));
  return documents;
}

/**
 * Prepares the library's tokens: what is nested too deep becomes an empty scalar (without recursion: composing it would exhaust
 * the stack), and a colon inside brackets belongs to the text in front of it unless white space follows, as kubectl reads it.
 */
function adapt(root: CST.Token, composition: Composition): void {
  const open: { readonly token: CST.Token | null | undefined; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (token?.type === "document") open.push({ token: token.value, depth: 1 });
    if (token?.type !== "block-map" && token?.type !== "block-seq" && token?.type !== "flow-collection") continue;
    for (const item of token.items) {
      if (token.type === "flow-collection") joinColon(item, token.start.type === "flow-seq-start");
      for (const part of ["key", "value"] as const) {
        const child = item[part];
        if (child === undefined || child === null || !("items" in child)) continue;
        if (depth < MAX_DEPTH) {
          open.push({ token: child, depth: depth + 1 });
        } else {
          composition.tooDeep(child.offset, child.offset + 1);
          Object.assign(item, { [part]: { type: "scalar", offset: child.offset, indent: child.indent, source: "" } });
        }
      }
    }
  }
}

function joinColon(item: CST.CollectionItem, inSeq: boolean): void {
  const { key, sep, value } = item;
  const colon = sep?.[0];
  if (key?.type !== "scalar" || colon?.type !== "map-value-ind" || colon.offset !== key.offset + key.source.length) return;
  const absent = value === undefined || (value.type === "scalar" && value.source === "");
  if (!absent || sep?.length !== 1) return;
  key.source += ":";
  Object.assign(item, inSeq ? { key: undefined, sep: undefined, value: key } : { sep: [], value: undefined });
}

/** Turns the library's nodes into ours. */
class Converter {
  readonly #text: string;
  readonly #composition: Composition;
  #inFlow = false;

  constructor(text: string, composition: Composition) {
    this.#text = text;
    this.#composition = composition;
  }

  convert(node: unknown): Node {
    if (isAlias(node)) return this.#composition.alias(node.source, ...rangeOf(node));
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.#convertBare(node);
    this.#composition.openAnchor(anchor);
    const result = this.#convertBare(node);
    this.#composition.closeAnchor(anchor, result);
    return result;
  }

  #convertBare(node: unknown): Node {
    if (isMap(node)) return this.#map(node);
    if (isSeq(node)) return this.#seq(node);
    return this.#scalar(node as Scalar);
  }

  #map(node: YAMLMap): Node {
    const entries: MapEntry[] = [];
    const inFlow = this.#inFlow;
    this.#inFlow ||= node.flow === true;
    let start = -1;
    let end = -1;
    for (const { key: writtenKey, value: writtenValue } of node.items) {
      const key = this.#key(writtenKey);
      const hasValue = writtenValue !== null && writtenValue !== undefined;
      const value = hasValue ? this.convert(writtenValue) : absentAt(key.span.end, key.span.end);
      this.#composition.addEntry(entries, key, value);
      if (start < 0) start = key.span.start;
      end = isAlias(writtenValue) ? rangeOf(writtenValue)[1] : value.span.end;
    }
    this.#inFlow = inFlow;
    reportDuplicates(entries, this.#composition.problems);
    const range = rangeOf(node);
    if (start < 0 || this.#text.charCodeAt(range[0]) === 0x7b) [start, end] = range;
    return { kind: "map", span: { start, end }, flow: node.flow === true, entries };
  }

  #seq(node: YAMLSeq): Node {
    const inFlow = this.#inFlow;
    this.#inFlow ||= node.flow === true;
    const items = node.items.map((item) => this.convert(item));
    this.#inFlow = inFlow;
    const [start, rangeEnd] = rangeOf(node);
    const last = node.items.at(-1);
    const end = node.flow ? rangeEnd : isAlias(last) ? rangeOf(last)[1] : (items.at(-1)?.span.end ?? rangeEnd);
    return { kind: "seq", span: { start, end }, flow: node.flow === true, items };
  }
  #key(written: unknown): ScalarNode {
    const node = this.convert(written);
    const [start, end] = isAlias(written) ? rangeOf(written) : [node.span.start, node.span.end];
    if (node.kind === "scalar") return isAlias(written) ? { ...node, span: { start, end } } : node;
    this.#composition.report("yaml-syntax", "A key must be plain text, not a mapping or a list.", start, end);
    const source = this.#text.slice(start, end);
    return { kind: "scalar", span: { start, end }, value: source, source, style: "plain" };
  }

  #scalar(node: Scalar): ScalarNode {
    let [start, end] = rangeOf(node);
    const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
    let source = node.source ?? "";
    if (style === "literal" || style === "folded") {
      end = blockScalarEnd(this.#text, start, end);
      if (end === this.#text.length && source.endsWith("\n")) source = source.slice(0, -1);
    } else if (style === "plain" && source === "") {
      while (start > 0 && isSpace(this.#text.charCodeAt(start - 1))) start--;
      end = start;
    }
    const question = this.#inFlow && style === "plain" ? source.indexOf("?") : -1;
    if (question >= 0) this.#composition.report("yaml-syntax", QUESTION_IN_FLOW, start + question, start + question + 1);
    return { kind: "scalar", span: { start, end }, value: resolveScalar(style, node.tag, source), source, style };
  }
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  BLOCK_FOLDED: "folded",
  BLOCK_LITERAL: "literal",
  QUOTE_DOUBLE: "double",
  QUOTE_SINGLE: "single",
};

function rangeOf(node: { readonly range?: readonly number[] | null | undefined }): [start: number, end: number] {
  const start = node.range?.[0] ?? 0;
  return [start, Math.max(start, node.range?.[1] ?? start)];
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

function problemOf(text: string, error: YAMLParseError): SyntaxProblem {
  const start = Math.min(error.pos[0], text.length);
  const end = Math.max(start, Math.min(error.pos[1], text.length));
  return { code: error.code === "TAB_AS_INDENT" ? "yaml-tab" : "yaml-syntax", message: messageOf(error), span: { start, end } };
}

function messageOf(error: YAMLParseError): string {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return "Tabs cannot indent in YAML; use spaces.";
    case "BAD_INDENT":
      return "This line is not indented like the ones it belongs to.";
    case "BAD_DQ_ESCAPE":
      return "There is no such escape in double quotes; write \\\\ for a backslash.";
    case "BAD_SCALAR_START":
      return "A value cannot start with this character; put it in quotes.";
    case "BLOCK_AS_IMPLICIT_KEY":
      return "A mapping cannot start on the line of its key; put it on the next line or quote the value.";
    case "MULTILINE_IMPLICIT_KEY":
      return "A key must stand on one line and be followed by a colon.";
    case "BAD_ALIAS":
    case "ALIAS_PROPS":
      return "This alias or anchor is not valid.";
    case "BLOCK_IN_FLOW":
      return "Between brackets a value cannot continue in indented style.";
    case "MULTIPLE_ANCHORS":
    case "MULTIPLE_TAGS":
    case "BAD_PROP_ORDER":
      return "A value takes one anchor and one tag, in front of it.";
    case "TAG_RESOLVE_FAILED":
      return "This tag is not known.";
    case "MISSING_CHAR":
      return error.message.includes("quote")
        ? "The closing quote is missing."
        : "Something is missing here: a colon, a comma, a bracket or a space.";
    default:
      return "This is not valid YAML here.";
  }
}
