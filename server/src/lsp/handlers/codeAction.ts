import { type CodeAction, CodeActionKind, CodeActionRequest, CodeActionTriggerKind } from "vscode-languageserver";
import { selectSafeFixes } from "../../core/features/fixAll";
import type { FileFinding, FileFix } from "../../core/features/results";
import { fileId, isClusterFile } from "../fileId";
import type { HandlerContext } from "./context";
import { toWorkspaceEdit } from "./workspaceEdit";

/** Applies every safe fix of a file. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.istioTraffic`;

export function registerCodeAction(context: HandlerContext): void {
  const { server, session } = context;
  server.on(CodeActionRequest.type, ({ textDocument, range, context: { only, triggerKind } }): CodeAction[] => {
    const file = fileId(textDocument.uri);
    if (!session.workspace.hasFile(file)) return [];
    session.workspace.checkFile(file);
    const wants = (kind: string) => only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const span = session.convert.span(file, range);
      const touched = session.workspace
        .findings(file)
        .filter((finding) => finding.span.start <= span.end && span.start <= finding.span.end);
      actions.push(...touched.flatMap((finding) => quickFixes(context, file, finding)));
    }
    if (only !== undefined && wants(fixAllKind)) {
      actions.push(...fixAll(context, file, triggerKind === CodeActionTriggerKind.Automatic));
    }
    return actions;
  });
}

function quickFixes(context: HandlerContext, file: string, finding: FileFinding): CodeAction[] {
  const { session } = context;
  const diagnostic = session.convert.diagnostic(file, finding);
  return session.workspace
    .fixes(file, finding)
    .filter(isWritable)
    .map((fix) => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: toWorkspaceEdit(context, fix.edits),
      ...(fix.kind === "safe" ? { isPreferred: true } : {}),
    }));
}

/** The safe fixes of a file; on saving (`ownFileOnly`) those that leave other files as they are. */
function fixAll(context: HandlerContext, file: string, ownFileOnly: boolean): CodeAction[] {
  const { workspace } = context.session;
  const isWanted = (fix: FileFix) => isWritable(fix) && (!ownFileOnly || fix.edits.every((edit) => edit.file === file));
  const edits = selectSafeFixes(workspace.findings(file).map((finding) => workspace.fixes(file, finding).filter(isWanted)));
  if (edits.length === 0) return [];
  return [{ title: "Apply all safe Istio fixes", kind: fixAllKind, edit: toWorkspaceEdit(context, edits) }];
}

function isWritable(fix: FileFix): boolean {
  return fix.edits.every(({ file }) => !isClusterFile(file));
}
