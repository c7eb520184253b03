import { type DocumentSymbol, DocumentSymbolRequest, type SymbolInformation } from "vscode-languageserver";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

export function registerDocumentSymbol({ server, session, support }: HandlerContext): void {
  server.on(DocumentSymbolRequest.type, ({ textDocument }): DocumentSymbol[] | SymbolInformation[] => {
    const file = fileId(textDocument.uri);
    const tree = session.workspace.symbols(file).map((node) => session.convert.symbol(file, node));
    return support.symbolTree ? tree : tree.flatMap((symbol) => flatten(symbol, textDocument.uri, undefined));
  });
}

function flatten(
  { name, kind, selectionRange, children = [] }: DocumentSymbol,
  uri: string,
  containerName: string | undefined,
): SymbolInformation[] {
  const own = { name, kind, location: { uri, range: selectionRange }, ...(containerName === undefined ? {} : { containerName }) };
  return [own, ...children.flatMap((child) => flatten(child, uri, name))];
}
