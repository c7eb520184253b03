import { Range, Selection, type TextDocument, TextEditorRevealType, Uri, ViewColumn, WorkspaceEdit, window, workspace } from "vscode";
import type { FileEdit, FileSpan } from "../../../server/src/core/features/results";
import type { Span } from "../../../server/src/core/text/span";

/** Shows a place in an editor: in the one that shows its file already, else in a column that is not the picture's. */
export async function reveal({ file, span }: FileSpan, pictureColumn: ViewColumn | undefined): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(file));
  const visible = window.visibleTextEditors.find((editor) => editor.document === document);
  const free = pictureColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
  const editor = await window.showTextDocument(document, { viewColumn: visible?.viewColumn ?? free });
  const range = rangeOf(document, span);
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/**
 * Puts weights into the text as one step of undo. Returns false, and changes nothing, when the text is no longer the one that the
 * places were made from.
 */
export async function setWeights(edits: readonly FileEdit[], version: number | undefined, source: Uri | undefined): Promise<boolean> {
  const change = new WorkspaceEdit();
  for (const { file, span, newText } of edits) {
    const document = await workspace.openTextDocument(Uri.parse(file));
    const isSource = document.uri.toString() === source?.toString();
    if (!isSource || document.version !== version) return false;
    change.replace(document.uri, rangeOf(document, span), newText);
  }
  return await workspace.applyEdit(change);
}

function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}
