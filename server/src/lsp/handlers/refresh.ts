import { CodeLensRefreshRequest, InlayHintRefreshRequest } from "vscode-languageserver";
import { workspaceChangedNotification } from "../../protocol/status";
import type { HandlerContext } from "./context";

/** Tells the client when files other than the edited one changed, so that it asks for lenses, hints and pictures again. */
export function registerRefresh({ connection, session, support }: HandlerContext): void {
  const refresh = (type: typeof CodeLensRefreshRequest.type | typeof InlayHintRefreshRequest.type) =>
    connection.sendRequest(type).catch((error: unknown) => connection.console.warn(`${type.method} failed: ${String(error)}`));
  session.onRefresh(() => {
    void connection.sendNotification(workspaceChangedNotification.method, null);
    if (support.lensRefresh) void refresh(CodeLensRefreshRequest.type);
    if (support.hintRefresh) void refresh(InlayHintRefreshRequest.type);
  });
}
