import type { DocumentState } from "../documents/documentState";
import { checkEdits, type EditedDocument } from "../edit/checkEdits";
import { styleOf } from "../edit/nodeEdits";
import { treeEdits } from "../edit/treeEdits";
import { documentText } from "../edit/writeValue";
import type { DocumentRef, Fix, FixContext, FixEdit, NewDocument } from "../rules/finding";
import { maskTemplates } from "../syntax/mask";
import { parseDocument } from "../syntax/parse";
import type { TextEdit } from "../text/edit";
import { type MaskedWords, unmask } from "../text/maskedWords";
import { shiftSpan } from "../text/span";
import type { FileEdit, FileFix } from "./results";

type FindDocument = (ref: DocumentRef) => DocumentState | undefined;
type TextOf = FixContext["textOf"];

/** What fixes of rules may ask for, answered from the texts. */
export function fixContext(textOf: TextOf): FixContext {
  return {
    textOf,
    editsFor(ref, change) {
      const document = readAgain(ref, textOf);
      if (document === undefined) return undefined;
      return treeEdits(document.tree.root, document.readable, change)?.map((edit) => ({ in: ref, ...edit }));
    },
  };
}

/**
 * Turns fixes of documents into edits of files. Left out is a fix that reaches into a document that cannot be read, or that does not
 * fit one (see `checkEdits`); one that takes a comment away becomes a suggestion. Template actions stand again where `words` stand for them.
 */
export function toFileFixes(fixes: readonly Fix[], find: FindDocument, textOf: TextOf, words: MaskedWords): readonly FileFix[] {
  return fixes.flatMap((fix) => {
    const edits: FileEdit[] = [];
    let kind = fix.kind;
    for (const { ref, edits: written } of byDocument(fix.edits)) {
      const document = find(ref);
      const source = readAgain(ref, textOf);
      const checked = source === undefined ? undefined : checkEdits(source, written);
      if (document === undefined || checked === undefined) return [];
      if (checked.losesComment) kind = "suggestion";
      for (const { span, newText } of checked.edits)
        edits.push({ file: ref.file, span: shiftSpan(span, document.slice.start), newText: unmask(newText, words) });
    }
    if (fix.newDocument !== undefined) {
      const insertion = insertDocument(fix.newDocument, find, textOf);
      if (insertion === undefined) return [];
      edits.push({ ...insertion, newText: unmask(insertion.newText, words) });
    }
    return [{ title: unmask(fix.title, words), kind, edits }];
  });
}

function readAgain(ref: DocumentRef, textOf: TextOf): EditedDocument | undefined {
  const text = textOf(ref);
  if (text === undefined) return undefined;
  const mask = maskTemplates(text);
  const readable = mask?.text ?? text;
  return { text, readable, masked: mask?.masked ?? [], tree: parseDocument(readable) };
}

function byDocument(edits: readonly FixEdit[]): readonly { readonly ref: DocumentRef; readonly edits: readonly TextEdit[] }[] {
  const documents = new Map<string, { readonly ref: DocumentRef; readonly edits: TextEdit[] }>();
  for (const { in: ref, span, newText } of edits) {
    const key = `${ref.document} ${ref.file}`;
    const known = documents.get(key);
    if (known === undefined) documents.set(key, { ref, edits: [{ span, newText }] });
    else known.edits.push({ span, newText });
  }
  return [...documents.values()];
}

/** The edit that puts a new document behind another one. */
function insertDocument({ after, manifest }: NewDocument, find: FindDocument, textOf: TextOf): FileEdit | undefined {
  const document = find(after);
  const source = readAgain(after, textOf);
  if (document === undefined || source === undefined) return undefined;
  const at = document.slice.end;
  const content = source.text;
  const text = documentText(manifest, styleOf(source.tree.root, source.readable));
  const lines = `${content.endsWith("\n") ? "" : "\n"}---\n${text}`;
  return { file: after.file, span: { start: at, end: at }, newText: content.includes("\r\n") ? lines.replaceAll("\n", "\r\n") : lines };
}
