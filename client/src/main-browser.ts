import { type ExtensionContext, Uri } from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import { startExtension } from "./extension";

/** Workers exist in browsers only: the types of Node, which the rest of the client is checked with, do not know them. */
const { Worker } = globalThis as unknown as { readonly Worker: new (url: string) => never };

export async function activate(context: ExtensionContext): Promise<void> {
  const server = Uri.joinPath(context.extensionUri, "dist/browser/server.js").toString(true);
  await startExtension(context, {
    createClient: (id, name, options) => new LanguageClient(id, name, async () => new Worker(server), options),
    loadKube: undefined,
  });
}
