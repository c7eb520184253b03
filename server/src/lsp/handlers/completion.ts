import { type CompletionList, CompletionRequest } from "vscode-languageserver";
import { completionLimit } from "../../core/features/results";
import type { HandlerContext } from "./context";

export function registerCompletion({ server, session, options }: HandlerContext): void {
  server.on(CompletionRequest.type, (params): CompletionList | null => {
    const site = session.site(params);
    if (site === undefined) return null;
    const { file, offset } = site;
    const line = { start: { line: params.position.line, character: 0 }, end: params.position };
    const indentation = /^[ \t]*/.exec(session.documents.get(file)?.getText(line) ?? "")?.[0] ?? "";
    const at = { editorCommands: options.editorCommands === true, indentation };
    const items = session.workspace.completion(file, offset).map((item) => session.convert.completionItem(file, item, at));
    return { isIncomplete: items.length >= completionLimit, items };
  });
}
