import type { RequestFormInput, RequestFormOutput } from "../../../../server/src/protocol/requestMessages";
import type { PictureInput, PictureOutput, PictureState } from "../../../../server/src/protocol/routeViewMessages";
import { Picture } from "./picture";
import { TryRequest } from "./tryRequest";

/** What VS Code offers the script of a webview. */
interface WebviewApi {
  readonly postMessage: (message: PictureOutput | RequestFormOutput) => void;
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
  const request = new TryRequest(document.body, {
    post: (message) => vscode.postMessage(message),
    trace: (path) => {
      picture.dispatch({ type: "trace", path });
      return picture.shows(path ?? []);
    },
  });
  addEventListener("message", ({ data }: MessageEvent<PictureInput | RequestFormInput>) => {
    if (data.type === "tryRequest" || data.type === "simulation") request.receive(data);
    else picture.dispatch(data);
  });
  // VS Code tells a change of theme or font by the classes of the body and the variables of the document.
  new MutationObserver(() => picture.remeasure()).observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  vscode.postMessage({ type: "ready" });
}
