import type { PictureInput, PictureOutput, PictureState } from "../../../../server/src/protocol/routeViewMessages";
import { Picture } from "./picture";

/** What VS Code offers the script of a webview. */
interface WebviewApi {
  readonly postMessage: (message: PictureOutput) => void;
  readonly getState: () => PictureState | undefined;
  readonly setState: (state: PictureState) => void;
}

declare function acquireVsCodeApi(): WebviewApi;

start();

function start(): void {
  const vscode = acquireVsCodeApi();
  const picture = new Picture(document.body, {
    post: (message) => vscode.postMessage(message),
    saveState: (state) => vscode.setState(state),
    restoredState: vscode.getState(),
  });
  addEventListener("message", ({ data }: MessageEvent<PictureInput>) => picture.dispatch(data));
  // VS Code tells a change of theme or font by the classes of the body and the variables of the document.
  new MutationObserver(() => picture.remeasure()).observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  vscode.postMessage({ type: "ready" });
}
