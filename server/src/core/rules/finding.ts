import type { NewValue, TreeChange } from "../edit/treeChange";
import type { Resource } from "../model/resource";
import type { Span } from "../text/span";

/** How bad a finding is, worst first. */
export const levels = ["error", "warning", "information", "hint"] as const;
export type Level = (typeof levels)[number];

/** A place in a resource; the span counts from the start of the resource's document. */
export interface Place {
  readonly resource: Resource;
  readonly span: Span;
}

export interface Related extends Place {
  readonly message: string;
}

/** A YAML document of the workspace; every resource names its own. */
export interface DocumentRef {
  readonly file: string;
  /** Ordinal within the file. */
  readonly document: number;
}

/** An edit of a document; the span counts from the document's start. */
export interface FixEdit {
  readonly in: DocumentRef;
  readonly span: Span;
  readonly newText: string;
}

/** A new document, put behind the document `after` and indented as that one. */
export interface NewDocument {
  readonly after: DocumentRef;
  readonly manifest: NewValue;
}

/** A way to mend a finding. `safe` fixes keep or restore what was plainly meant and can be applied unseen; suggestions want a look. */
export interface Fix {
  readonly title: string;
  readonly kind: "safe" | "suggestion";
  readonly edits: readonly FixEdit[];
  readonly newDocument?: NewDocument;
}

/** What a fix may ask for: the text of a document, which closed files do not keep, and edits of its structure. */
export interface FixContext {
  /** The text of a YAML document; undefined when its file cannot be read any more. */
  textOf(document: DocumentRef): string | undefined;
  /** The edits that make a change of the structure in the style of what is there; undefined where it cannot be made. */
  editsFor(document: DocumentRef, change: TreeChange): readonly FixEdit[] | undefined;
}

/**
 * What a rule says about one place of the checked resource. `at` counts from the start of the resource's document.
 * `absence` marks a finding that rests on something not being there while its kind is out of view: it is then shown as information.
 */
export interface Finding {
  readonly at: Span;
  readonly message: string;
  readonly absence?: "not-in-view";
  /** Overrides the rule's level for cases that differ by nature (never raises above error). */
  readonly level?: Level;
  readonly related?: readonly Related[];
  /** Computed when asked for; must be pure. */
  readonly fixes?: (context: FixContext) => readonly Fix[];
}

/** A finding that needs nothing but its own document: syntax and schema. */
export interface LocalFinding extends Finding {
  readonly code: string;
  readonly resource: Resource | undefined;
  /** Struck through in editors. */
  readonly deprecated?: boolean;
  /** A place where another finding would only repeat what this one says. */
  readonly explains?: Span;
}
