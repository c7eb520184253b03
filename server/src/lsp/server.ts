import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { version } from "../../../package.json";
import type { InitializationOptions } from "../protocol/initialization";
import { type ClientSupport, readClientSupport } from "./clientSupport";
import { registerClusterResources } from "./handlers/clusterResources";
import { fixAllKind, registerCodeAction } from "./handlers/codeAction";
import { registerCodeLens } from "./handlers/codeLens";
import { registerCompletion } from "./handlers/completion";
import { readConfiguration, registerConfiguration, watchConfiguration } from "./handlers/configuration";
import type { HandlerContext } from "./handlers/context";
import { registerDefinition } from "./handlers/definition";
import { registerDocumentSymbol } from "./handlers/documentSymbol";
import { registerExplainRule } from "./handlers/explainRule";
import { registerHover } from "./handlers/hover";
import { registerInlayHint } from "./handlers/inlayHint";
import { registerObjects } from "./handlers/objects";
import { registerReferences } from "./handlers/references";
import { registerRefresh } from "./handlers/refresh";
import { registerRename } from "./handlers/rename";
import { registerRequestDefaults } from "./handlers/requestDefaults";
import { registerRouteView } from "./handlers/routeView";
import { registerSimulate } from "./handlers/simulate";
import { registerSynchronization } from "./handlers/synchronization";
import { registerWatchedFiles, watchFiles } from "./handlers/watchedFiles";
import type { Host } from "./host";
import { RequestServer } from "./serve";
import { Session } from "./session";

const registrations = [
  registerSynchronization,
  registerConfiguration,
  registerWatchedFiles,
  registerCompletion,
  registerHover,
  registerDefinition,
  registerReferences,
  registerRename,
  registerDocumentSymbol,
  registerCodeAction,
  registerCodeLens,
  registerInlayHint,
  registerRouteView,
  registerSimulate,
  registerRequestDefaults,
  registerObjects,
  registerExplainRule,
  registerClusterResources,
  registerRefresh,
];

/** Serves one client over a connection until it ends. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params) => {
    const context = createContext(connection, host, params);
    for (const register of registrations) register(context);
    connection.onInitialized(() => start(context));
    connection.onShutdown(() => context.session.dispose());
    return describeServer(context.support);
  });
  connection.listen();
}

function createContext(connection: Connection, host: Host, params: InitializeParams): HandlerContext {
  const support = readClientSupport(params.capabilities);
  const options: InitializationOptions = params.initializationOptions ?? {};
  const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri === null ? [] : [params.rootUri]);
  const session = new Session({ connection, host, support, folders, yamlExtension: options.yamlExtension === true });
  return { connection, session, support, options, server: new RequestServer(connection, () => session.indexed()) };
}

function start(context: HandlerContext): void {
  context.session.start(() => readConfiguration(context));
  for (const watch of [watchFiles, watchConfiguration]) {
    watch(context).catch((error: unknown) => context.connection.console.warn(`The client refused a registration: ${String(error)}`));
  }
}

function describeServer(support: ClientSupport): InitializeResult {
  const capabilities: ServerCapabilities = {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    completionProvider: { triggerCharacters: [" "] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: support.renamePreparation ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    codeActionProvider: { codeActionKinds: ["quickfix", fixAllKind] },
    codeLensProvider: {},
    inlayHintProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: support.folderChanges } },
  };
  return { capabilities, serverInfo: { name: "istio-traffic", version } };
}
