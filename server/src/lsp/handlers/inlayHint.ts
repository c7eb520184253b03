import { type InlayHint, InlayHintRequest } from "vscode-languageserver";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

export function registerInlayHint({ server, session }: HandlerContext): void {
  server.on(InlayHintRequest.type, ({ textDocument, range }): InlayHint[] => {
    const file = fileId(textDocument.uri);
    if (!session.settings.inlayHints || !session.workspace.hasFile(file)) return [];
    return session.workspace.inlayHints(file, session.convert.span(file, range)).map((hint) => ({
      position: session.convert.position(file, hint.offset),
      label: hint.label,
      tooltip: hint.tooltip,
      paddingLeft: true,
    }));
  });
}
