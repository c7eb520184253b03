import type { DocumentState } from "../documents/documentState";
import type { DocumentRef, Fix, NewDocument } from "../rules/finding";
import { type MaskedWords, unmask } from "../text/maskedWords";
import { shiftSpan } from "../text/span";
import type { FileEdit, FileFix } from "./results";

type FindDocument = (ref: DocumentRef) => DocumentState | undefined;

/** Turns fixes of documents into edits of files, with template actions where `words` stand for them; a fix that reaches into a document that cannot be read is left out. */
export function toFileFixes(
  fixes: readonly Fix[],
  find: FindDocument,
  textOf: (ref: DocumentRef) => string | undefined,
  words: MaskedWords,
): readonly FileFix[] {
  return fixes.flatMap((fix) => {
    const edits: FileEdit[] = [];
    for (const edit of fix.edits) {
      const document = find(edit.in);
      if (document === undefined) return [];
      edits.push({ file: edit.in.file, span: shiftSpan(edit.span, document.slice.start), newText: unmask(edit.newText, words) });
    }
    if (fix.newDocument !== undefined) {
      const insertion = insertDocument(fix.newDocument, find, textOf);
      if (insertion === undefined) return [];
      edits.push({ ...insertion, newText: unmask(insertion.newText, words) });
    }
    return [{ title: unmask(fix.title, words), kind: fix.kind, edits }];
  });
}

/** The edit that puts a new document behind another one. */
function insertDocument(
  { after, text }: NewDocument,
  find: FindDocument,
  textOf: (ref: DocumentRef) => string | undefined,
): FileEdit | undefined {
  const document = find(after);
  const content = textOf(after);
  if (document === undefined || content === undefined) return undefined;
  const at = document.slice.end;
  const newline = content.endsWith("\n") ? "" : "\n";
  return { file: after.file, span: { start: at, end: at }, newText: `${newline}---\n${text.endsWith("\n") ? text : `${text}\n`}` };
}
