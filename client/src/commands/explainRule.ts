import { commands, languages, window } from "vscode";
import { diagnosticSource } from "../../../server/src/protocol/initialization";
import { ruleUri } from "../ruleUri";

/** Shows the documentation of a rule: of the given code, else of a finding at the cursor, else of one that the user names. */
export async function explainRule(code?: string): Promise<void> {
  const chosen = code ?? (await chooseCode());
  if (chosen === undefined) return;
  await commands.executeCommand("markdown.showPreviewToSide", ruleUri(chosen));
}

async function chooseCode(): Promise<string | undefined> {
  const codes = codesAtCursor();
  if (codes.length === 1) return codes[0];
  if (codes.length > 1) return await window.showQuickPick(codes, { title: "Explain which rule?" });
  return await window.showInputBox({ title: "Explain Rule", prompt: "Code of the rule, such as subset-not-found" });
}

function codesAtCursor(): string[] {
  const editor = window.activeTextEditor;
  if (editor === undefined) return [];
  const line = editor.selection.active.line;
  const own = languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === diagnosticSource && range.start.line <= line && line <= range.end.line);
  return [...new Set(own.map(({ code }) => String(typeof code === "object" ? code.value : code)))];
}
