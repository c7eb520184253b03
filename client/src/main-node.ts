import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { startExtension } from "./extension";

export async function activate(context: ExtensionContext): Promise<void> {
  const run = { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc };
  await startExtension(context, {
    createClient: (id, name, options) => new LanguageClient(id, name, { run, debug: run }, options),
    loadKube: () => import("./kube/entry"),
  });
}
