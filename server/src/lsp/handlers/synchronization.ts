import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
} from "vscode-languageserver";
import type { HandlerContext } from "./context";

/** Follows the open documents. An edit is in the workspace when its notification has been handled. */
export function registerSynchronization({ connection, session }: HandlerContext): void {
  connection.onNotification(DidOpenTextDocumentNotification.type, ({ textDocument }) => {
    session.documents.open(textDocument);
    session.setDocument(textDocument.uri);
  });
  connection.onNotification(DidChangeTextDocumentNotification.type, (params) => {
    if (session.documents.change(params) === undefined) {
      connection.console.warn(`A change of ${params.textDocument.uri} was ignored: the document is not open.`);
    } else session.setDocument(params.textDocument.uri);
  });
  connection.onNotification(DidCloseTextDocumentNotification.type, ({ textDocument }) => session.closeDocument(textDocument.uri));
}
