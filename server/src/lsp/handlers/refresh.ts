import { CodeLensRefreshRequest, InlayHintRefreshRequest } from "vscode-languageserver";
import type { HandlerContext } from "./context";

/** Asks the client to request lenses and hints again when files other than the edited one changed. */
export function registerRefresh({ connection, session, support }: HandlerContext): void {
  const refresh = (type: typeof CodeLensRefreshRequest.type | typeof InlayHintRefreshRequest.type) =>
    connection.sendRequest(type).catch((error: unknown) => connection.console.warn(`${type.method} failed: ${String(error)}`));
  session.onRefresh(() => {
    if (support.lensRefresh) void refresh(CodeLensRefreshRequest.type);
    if (support.hintRefresh) void refresh(InlayHintRefreshRequest.type);
  });
}
