import { Position, Uri, window } from "vscode";
import type { WirePosition } from "../../../server/src/protocol/requests";
import type { CommandContext } from "./context";

/** Opens the picture with the form for a request, for a position (code lens) or the cursor of the active editor. */
export function tryRequest({ routing }: CommandContext): (uri?: string | Uri, at?: WirePosition) => void {
  return (uri, at) => {
    const active = window.activeTextEditor;
    const target = typeof uri === "string" ? Uri.parse(uri) : (uri ?? active?.document.uri);
    if (target === undefined) {
      window.showInformationMessage("Open a YAML file with a VirtualService or a Service to try a request.");
      return;
    }
    const cursor = active?.document.uri.toString() === target.toString() ? active.selection.active : undefined;
    routing.tryRequest(target, at === undefined ? cursor : new Position(at.line, at.character));
  };
}
