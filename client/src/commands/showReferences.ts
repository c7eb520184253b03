import { commands, type Location, Position, Uri } from "vscode";
import type { WirePosition } from "../../../server/src/protocol/requests";

/** Lists the references of the place that a code lens names. */
export async function showReferences(uri: string, at: WirePosition): Promise<void> {
  const document = Uri.parse(uri);
  const position = new Position(at.line, at.character);
  const locations = await commands.executeCommand<Location[]>("vscode.executeReferenceProvider", document, position);
  await commands.executeCommand("editor.action.showReferences", document, position, locations);
}
