import { type CodeLens, CodeLensRequest } from "vscode-languageserver";
import { lensCommands } from "../../protocol/initialization";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

export function registerCodeLens({ server, session }: HandlerContext): void {
  server.on(CodeLensRequest.type, ({ textDocument: { uri } }): CodeLens[] => {
    if (!session.settings.codeLens) return [];
    const file = fileId(uri);
    return session.workspace.codeLenses(file).map((lens) => ({
      range: session.convert.range(file, lens.span),
      command: { title: lens.title, command: lensCommands[lens.command], arguments: [uri, session.convert.position(file, lens.offset)] },
    }));
  });
}
