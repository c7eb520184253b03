import type { DocumentState } from "../documents/documentState";
import type { IndexView } from "../index/indexView";
import type { SyntaxTree } from "../syntax/node";

/** What a feature works on: an open document, the cursor as an offset from the document's start, and the index. */
export interface FeatureContext {
  readonly document: DocumentState;
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly offset: number;
  readonly index: IndexView;
}
