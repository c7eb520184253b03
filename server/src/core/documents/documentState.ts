import type { Kustomized } from "../model/kustomized";
import { lowerDocument } from "../model/lower";
import { isRelevant } from "../model/relevance";
import type { Resource } from "../model/resource";
import type { LocalFinding } from "../rules/finding";
import { type Schemas, validateDocument } from "../schema/validateDocument";
import { type Directive, parseDirectives } from "../syntax/directives";
import { maskTemplates } from "../syntax/mask";
import type { SyntaxTree } from "../syntax/node";
import { parseDocument } from "../syntax/parse";
import type { DocumentSlice } from "../syntax/split";
import type { MaskedWords } from "../text/maskedWords";
import { type Span, touchesSpan } from "../text/span";
import type { StringPool } from "../text/stringPool";
import { summarise } from "./summary";

/** One YAML document of a file. `text` and `tree` are kept only while the file is open. Spans count from `slice.start`. */
export interface DocumentState {
  readonly file: string;
  readonly document: number;
  readonly slice: DocumentSlice;
  readonly text: string | undefined;
  readonly tree: SyntaxTree | undefined;
  readonly resources: readonly Resource[];
  readonly findings: readonly LocalFinding[];
  readonly directives: readonly Directive[];
  /** Template actions; findings that touch one are dropped. */
  readonly masked: readonly Span[];
  /** What the words stand for that took the place of template actions. */
  readonly words: MaskedWords;
}

const noWords: MaskedWords = new Map();

export interface ReadOptions {
  readonly file: string;
  readonly document: number;
  readonly open: boolean;
  readonly defaultNamespace: string;
  readonly kustomized: Kustomized;
  readonly schemas: Schemas;
  /** Texts of closed files. */
  readonly strings: StringPool;
}

/**
 * Reads one document: masks templates, parses, lowers, validates. Documents of no known kind are not judged, and not even parsed in
 * closed files; in open ones their tree is kept, because a kind may be typed any moment.
 */
export function readDocument(fileText: string, slice: DocumentSlice, options: ReadOptions): DocumentState {
  const { file, document, open } = options;
  const relevant = isRelevant(fileText, slice);
  if (!open && !relevant) {
    return {
      file,
      document,
      slice,
      text: undefined,
      tree: undefined,
      resources: [],
      findings: [],
      directives: [],
      masked: [],
      words: noWords,
    };
  }
  const text = fileText.slice(slice.start, slice.end);
  const mask = maskTemplates(text);
  const readable = mask?.text ?? text;
  const source = { text, readable, tree: parseDocument(readable), masked: mask?.masked ?? [], words: mask?.words ?? noWords };
  if (!relevant)
    return { file, document, slice, text, tree: source.tree, resources: [], findings: [], directives: [], masked: [], words: noWords };
  const state = interpret(source, slice, options);
  if (open) return state;
  return { ...state, text: undefined, tree: undefined, resources: state.resources.map((resource) => summarise(resource, options.strings)) };
}

/** The same document at another place of its file; resources are made anew where its ordinal changes. */
export function moveDocument(state: DocumentState, slice: DocumentSlice, options: ReadOptions): DocumentState | undefined {
  if (state.document === options.document) return { ...state, slice };
  if (state.tree === undefined || state.text === undefined) return undefined;
  const { text, tree, masked, words } = state;
  const readable = maskTemplates(text)?.text ?? text;
  return interpret({ text, readable, tree, masked, words }, slice, options);
}

interface Source {
  readonly text: string;
  /** The text with template actions masked. */
  readonly readable: string;
  readonly tree: SyntaxTree;
  readonly masked: readonly Span[];
  readonly words: MaskedWords;
}

function interpret({ text, readable, tree, masked, words }: Source, slice: DocumentSlice, options: ReadOptions): DocumentState {
  const { file, document, defaultNamespace, kustomized, schemas } = options;
  const resources = lowerDocument({ file, document, tree, defaultNamespace, kustomized, masked });
  const findings = validateDocument({ text: readable, tree, resources }, schemas).filter(
    (finding) => !masked.some((span) => touchesSpan(span, finding.at)),
  );
  return { file, document, slice, text, tree, resources, findings, directives: parseDirectives(text), masked, words };
}
