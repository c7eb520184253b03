import type { Level } from "../rules/finding";
import type { Span } from "../text/span";

/** A place in a file; the span counts from the start of the file. */
export interface FileSpan {
  readonly file: string;
  readonly span: Span;
}

/** A diagnostic as fronts show it; spans count from the start of the file. */
export interface FileFinding {
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly (FileSpan & { readonly message: string })[];
  readonly resource: { readonly apiVersion: string; readonly kind: string; readonly namespace: string; readonly name: string } | undefined;
  /** Struck through in editors. */
  readonly deprecated: boolean;
}

export interface FileEdit extends FileSpan {
  readonly newText: string;
}

/** A fix with its edits, over any number of files. */
export interface FileFix {
  readonly title: string;
  readonly kind: "safe" | "suggestion";
  readonly edits: readonly FileEdit[];
}

/** As many names of the workspace are offered at most; a list of that length is asked for anew with every letter. */
export const completionLimit = 400;

export type CompletionKind =
  | "key"
  | "value"
  | "enum"
  | "snippet"
  | "host"
  | "subset"
  | "port"
  | "gateway"
  | "label"
  | "namespace"
  | "reference";

/** Offsets count from the start of the file. `insertText` is a snippet (tab stops) when `snippet` is set; its lines are indented relative to the line of `replace`. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly replace: Span;
  readonly insertText: string;
  readonly snippet: boolean;
  /** Position in the list: smaller comes first. */
  readonly rank: number;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly deprecated?: boolean;
  /** What the typed word is compared with, where it is not the label. */
  readonly filterText?: string;
  /** Asks the editor to complete again behind the inserted text (a key whose value has a list of its own). */
  readonly triggerNext?: boolean;
}

export interface HoverResult {
  readonly span: Span;
  readonly markdown: string;
}

export interface SymbolNode {
  readonly name: string;
  readonly detail: string;
  readonly kind: "resource" | "rule" | "subset" | "server" | "port" | "workload";
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly SymbolNode[];
}

export interface CodeLensResult {
  readonly span: Span;
  readonly title: string;
  readonly command: "showRouting" | "tryRequest" | "showReferences";
  /** The offset the command works on. */
  readonly offset: number;
}

export interface InlayHintResult {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}
