import { type CodeLens, CodeLensRequest } from "vscode-languageserver";
import type { CodeLensResult } from "../../core/features/results";
import { lensCommands } from "../../protocol/initialization";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

export function registerCodeLens({ server, session }: HandlerContext): void {
  server.on(CodeLensRequest.type, ({ textDocument: { uri } }): CodeLens[] => {
    if (!session.settings.codeLens) return [];
    const file = fileId(uri);
    return session.workspace.codeLenses(file).flatMap(({ span, title, command, offset }) => {
      if (!isOffered(command)) return [];
      const position = session.convert.position(file, offset);
      return [{ range: session.convert.range(file, span), command: { title, command: lensCommands[command], arguments: [uri, position] } }];
    });
  });
}

function isOffered(command: CodeLensResult["command"]): command is keyof typeof lensCommands {
  return Object.hasOwn(lensCommands, command);
}
