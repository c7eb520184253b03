import { type ClientCapabilities, MarkupKind } from "vscode-languageserver";

/** What the client can do, as yes/no questions; a client that says nothing gets plain answers. */
export interface ClientSupport {
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly folderChanges: boolean;
  readonly watchedFiles: boolean;
  readonly progress: boolean;
  readonly versionedEdits: boolean;
  readonly snippets: boolean;
  /** The client indents the further lines of an inserted text as its first line. */
  readonly adjustsIndentation: boolean;
  readonly completionMarkdown: boolean;
  readonly deprecatedItems: boolean;
  readonly hoverMarkdown: boolean;
  readonly symbolTree: boolean;
  readonly relatedInformation: boolean;
  readonly renamePreparation: boolean;
  readonly lensRefresh: boolean;
  readonly hintRefresh: boolean;
}

export function readClientSupport({ workspace, textDocument, window }: ClientCapabilities): ClientSupport {
  const item = textDocument?.completion?.completionItem;
  return {
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    folderChanges: workspace?.workspaceFolders === true,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    snippets: item?.snippetSupport === true,
    adjustsIndentation: item?.insertTextModeSupport?.valueSet.includes(2) === true,
    completionMarkdown: item?.documentationFormat?.includes(MarkupKind.Markdown) === true,
    deprecatedItems: item?.tagSupport?.valueSet.includes(1) === true,
    hoverMarkdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    renamePreparation: textDocument?.rename?.prepareSupport === true,
    lensRefresh: workspace?.codeLens?.refreshSupport === true,
    hintRefresh: workspace?.inlayHint?.refreshSupport === true,
  };
}
