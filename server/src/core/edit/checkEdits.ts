import { commentsOf } from "../syntax/comments";
import { maskTemplates } from "../syntax/mask";
import type { SyntaxTree } from "../syntax/node";
import { parseDocument } from "../syntax/parse";
import { sharedNodes } from "../syntax/shared";
import { applyEdits, type TextEdit } from "../text/edit";
import type { Span } from "../text/span";

/** A document that is about to be changed. */
export interface EditedDocument {
  readonly text: string;
  /** The text with template actions masked. */
  readonly readable: string;
  readonly masked: readonly Span[];
  readonly tree: SyntaxTree;
}

/**
 * Whether edits can be made as they are. Refused are those of a document that is indented by tabs, those that touch a template action
 * or what aliases stand for, and those after which there is a syntax problem more. Line breaks become those of the document.
 */
export function checkEdits(
  document: EditedDocument,
  written: readonly TextEdit[],
): { readonly edits: readonly TextEdit[]; readonly losesComment: boolean } | undefined {
  const { text, masked, tree } = document;
  if (tree.problems.some(({ code }) => code === "yaml-tab")) return undefined;
  const edits = text.includes("\r\n") ? written.map((edit) => withCarriageReturns(edit, text)) : written;
  const shared = [...sharedNodes(tree.root)].map(({ span }) => span);
  if (edits.some(({ span }) => [...masked, ...shared].some((other) => overlaps(span, other)))) return undefined;
  const after = applyEdits(text, edits);
  const readable = maskTemplates(after)?.text ?? after;
  const changed = parseDocument(readable);
  if (changed.problems.length > tree.problems.length) return undefined;
  return { edits, losesComment: losesOne(commentsOf(document.readable, tree.root), commentsOf(readable, changed.root)) };
}

/** Lines end with CR LF, and no edit starts or ends between the two. */
function withCarriageReturns({ span, newText }: TextEdit, text: string): TextEdit {
  const before = (at: number) => (text[at] === "\n" && text[at - 1] === "\r" ? at - 1 : at);
  return { span: { start: before(span.start), end: before(span.end) }, newText: newText.replaceAll(/\r?\n/g, "\r\n") };
}

/** An insertion at the border of a span does not touch it. */
function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function losesOne(before: readonly string[], after: readonly string[]): boolean {
  const left = [...after];
  return before.some((comment) => {
    const at = left.indexOf(comment);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
