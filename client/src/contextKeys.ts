import { commands, Disposable, type TextDocument, window, workspace } from "vscode";

/** How long typing must pause before the menus are looked at again, in milliseconds. */
const delayMs = 300;

const routes = /^kind:[ \t]*["']?(?:VirtualService|Service)\b/m;
const manifests = /^apiVersion:/m;

/** Keeps the context keys up to date that decide which commands the menus of the active editor offer. */
export function followActiveEditor(): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = () => setKeys(window.activeTextEditor?.document);
  update();
  return Disposable.from(
    window.onDidChangeActiveTextEditor((editor) => {
      // Without one the picture or a preview has the focus: the editor beside it keeps its buttons.
      if (editor !== undefined || window.visibleTextEditors.length === 0) update();
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document !== window.activeTextEditor?.document) return;
      clearTimeout(timer);
      timer = setTimeout(update, delayMs);
    }),
    new Disposable(() => clearTimeout(timer)),
  );
}

function setKeys(document: TextDocument | undefined): void {
  const text = document?.languageId === "yaml" ? document.getText() : "";
  void commands.executeCommand("setContext", "istioTraffic.hasRoutes", routes.test(text));
  void commands.executeCommand("setContext", "istioTraffic.hasManifests", manifests.test(text));
}
