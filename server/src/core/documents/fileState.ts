import { type DocumentSlice, splitDocuments } from "../syntax/split";
import { LineIndex } from "../text/lineIndex";
import { type DocumentState, moveDocument, type ReadOptions, readDocument } from "./documentState";

/** A file of the workspace, open in an editor or summarised. */
export interface FileState {
  readonly file: string;
  readonly open: boolean;
  readonly lines: LineIndex;
  readonly documents: readonly DocumentState[];
}

export type FileSettings = Omit<ReadOptions, "document">;

/**
 * Reads a file anew. Where `previous` is the open file before an edit, documents whose text did not change are taken over:
 * those from the front at their place, those from the back moved.
 */
export function readFileState(text: string, settings: FileSettings, previous: FileState | undefined): FileState {
  const { file, open } = settings;
  const slices = splitDocuments(text);
  const reusable = previous?.open === true && open ? previous.documents : [];
  const front = commonFront(text, slices, reusable);
  const back = commonBack(text, slices, reusable, front);
  const documents = slices.map((slice, document) => {
    const fromBack = slices.length - document;
    const old = document < front ? reusable[document] : fromBack <= back ? reusable[reusable.length - fromBack] : undefined;
    const moved = old === undefined ? undefined : moveDocument(old, slice, { ...settings, document });
    return moved ?? readDocument(text, slice, { ...settings, document });
  });
  return { file, open, lines: new LineIndex(text), documents };
}

/** The document in which an offset of the file lies; at a border the one that starts there, at the very end the last. */
export function documentAt(state: FileState, offset: number): DocumentState | undefined {
  let found: DocumentState | undefined;
  for (const document of state.documents) {
    if (document.slice.start <= offset) found = document;
  }
  return found;
}

function commonFront(text: string, slices: readonly DocumentSlice[], old: readonly DocumentState[]): number {
  let count = 0;
  while (count < slices.length && count < old.length && sameText(text, slices[count], old[count])) count++;
  return count;
}

function commonBack(text: string, slices: readonly DocumentSlice[], old: readonly DocumentState[], front: number): number {
  let count = 0;
  while (
    count < slices.length - front &&
    count < old.length - front &&
    sameText(text, slices[slices.length - 1 - count], old[old.length - 1 - count])
  ) {
    count++;
  }
  return count;
}

function sameText(text: string, slice: DocumentSlice | undefined, old: DocumentState | undefined): boolean {
  if (slice === undefined || old?.text === undefined) return false;
  return old.text.length === slice.end - slice.start && text.startsWith(old.text, slice.start);
}
