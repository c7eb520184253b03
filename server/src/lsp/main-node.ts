import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { NodeHost } from "./nodeHost";
import { cancelWaiting } from "./serve";
import { startServer } from "./server";

if (process.argv.some((argument) => /^--(?:stdio|node-ipc|socket=|pipe=)/.test(argument))) {
  startServer(createConnection(ProposedFeatures.all, { connectionStrategy: cancelWaiting }), new NodeHost());
} else {
  console.error("This is the Istio Traffic Rules language server. Start it with --stdio (or --node-ipc, --socket=PORT, --pipe=NAME).");
  process.exitCode = 2;
}
