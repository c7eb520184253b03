import type { DocumentState } from "../documents/documentState";
import type { IndexView } from "../index/indexView";
import type { Resource } from "../model/resource";
import type { SchemaCatalog } from "../schema/catalog";
import type { SyntaxTree } from "../syntax/node";

/** What a feature works on: an open document, the cursor as an offset from the document's start, the schemas and the index. */
export interface FeatureContext {
  readonly document: DocumentState;
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly offset: number;
  readonly index: IndexView;
  readonly catalog: SchemaCatalog;
  /** Namespace of manifests of the file that name none. */
  readonly defaultNamespace: string;
  /** Every resource of the workspace, for what the index has no key for. */
  readonly resources: () => Iterable<Resource>;
}
