import type { DidChangeTextDocumentParams, TextDocumentItem } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fileId } from "./fileId";

/** The documents that editors hold open, by file id, with incremental changes applied. */
export class OpenDocuments {
  readonly #documents = new Map<string, TextDocument>();

  open({ uri, languageId, version, text }: TextDocumentItem): TextDocument {
    const document = TextDocument.create(uri, languageId, version, text);
    this.#documents.set(fileId(uri), document);
    return document;
  }

  /** Returns undefined for a document that was never opened. */
  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): TextDocument | undefined {
    const document = this.#documents.get(fileId(textDocument.uri));
    return document === undefined ? undefined : TextDocument.update(document, contentChanges, textDocument.version);
  }

  close(uri: string): void {
    this.#documents.delete(fileId(uri));
  }

  /** The document of a file id. */
  get(file: string): TextDocument | undefined {
    return this.#documents.get(file);
  }

  entries(): Iterable<[file: string, document: TextDocument]> {
    return this.#documents.entries();
  }
}
