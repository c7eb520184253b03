import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { FileEdit } from "../../core/features/results";
import type { HandlerContext } from "./context";

/** Edits of any number of files as the client can take them: with the versions they were computed for, or without. */
export function toWorkspaceEdit({ session, support }: HandlerContext, edits: readonly FileEdit[]): WorkspaceEdit {
  const byFile = groupByFile(edits);
  if (!support.versionedEdits) {
    const changes: Record<string, TextEdit[]> = {};
    for (const [file, ofFile] of byFile) changes[session.uriOf(file)] = ofFile.map((edit) => session.convert.textEdit(edit));
    return { changes };
  }
  const documentChanges: TextDocumentEdit[] = [];
  for (const [file, ofFile] of byFile) {
    const version = session.documents.get(file)?.version ?? null;
    documentChanges.push({
      textDocument: { uri: session.uriOf(file), version },
      edits: ofFile.map((edit) => session.convert.textEdit(edit)),
    });
  }
  return { documentChanges };
}

function groupByFile(edits: readonly FileEdit[]): ReadonlyMap<string, readonly FileEdit[]> {
  const groups = new Map<string, FileEdit[]>();
  for (const edit of edits) groups.set(edit.file, [...(groups.get(edit.file) ?? []), edit]);
  return groups;
}
