import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { BrowserHost } from "./browserHost";
import { cancelWaiting } from "./serve";
import { startServer } from "./server";

const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope), {
  connectionStrategy: cancelWaiting,
});
startServer(connection, new BrowserHost(connection));
