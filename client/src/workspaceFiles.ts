import { FileSystemError, type Uri, workspace } from "vscode";
import { refuseBytes, refuseSize } from "../../server/src/project/manifestFile";

/** The URIs of the manifests of the workspace, for a server that has no file system. */
export async function listManifests(): Promise<readonly string[]> {
  const found = await workspace.findFiles("**/{*.yaml,*.yml,Kustomization}", "**/node_modules/**");
  return found.map((uri) => uri.toString()).sort();
}

/** The text of a file, why it is left out, or nothing where there is no such file. */
export async function readManifest(uri: Uri): Promise<{ readonly text?: string; readonly skipped?: string }> {
  try {
    const tooLarge = refuseSize((await workspace.fs.stat(uri)).size);
    if (tooLarge !== undefined) return { skipped: tooLarge };
    const bytes = await workspace.fs.readFile(uri);
    const binary = refuseBytes(bytes);
    return binary === undefined ? { text: new TextDecoder().decode(bytes) } : { skipped: binary };
  } catch (error) {
    if (error instanceof FileSystemError && error.code === "FileNotFound") return {};
    return { skipped: error instanceof Error ? error.message : String(error) };
  }
}
