import { type CancellationToken, type Disposable, extensions, type LogOutputChannel, Uri, workspace } from "vscode";
import { type BaseLanguageClient, CloseAction, ErrorAction, type LanguageClientOptions, State } from "vscode-languageclient";
import type { InitializationOptions } from "../../server/src/protocol/initialization";
import type { RequestMethod } from "../../server/src/protocol/method";
import { listFilesRequest, readFileRequest } from "../../server/src/protocol/requests";
import { type ServerStatus, statusNotification, workspaceChangedNotification } from "../../server/src/protocol/status";
import { errorMessage } from "./errorMessage";
import type { Platform } from "./platform";
import { ruleUri } from "./ruleUri";
import type { ServerStatusItem } from "./status";
import { listManifests, readManifest } from "./workspaceFiles";

const clientId = "istioTraffic";
const clientName = "Istio Traffic Rules";
/** A server that ends more often than this within the window below is not started again. */
const maximumRestarts = 4;
const restartWindowMs = 3 * 60_000;

/** The language server as the rest of the extension sees it. */
export interface ServerClient extends Disposable {
  start(): Promise<void>;
  restart(): Promise<void>;
  /** @throws when the server is not running or answers with an error */
  request<P, R>(request: RequestMethod<P, R>, params: P, token?: CancellationToken): Promise<R>;
  /** Called when answers of the server may be others now, though no open document changed. */
  onWorkspaceChanged(listener: () => void): Disposable;
}

export function createServerClient(platform: Platform, log: LogOutputChannel, status: ServerStatusItem): ServerClient {
  return new Client(platform, log, status);
}

class Client implements ServerClient {
  readonly #client: BaseLanguageClient;
  readonly #status: ServerStatusItem;
  readonly #log: LogOutputChannel;
  readonly #listeners = new Set<() => void>();

  constructor(platform: Platform, log: LogOutputChannel, status: ServerStatusItem) {
    this.#log = log;
    this.#status = status;
    this.#client = platform.createClient(clientId, clientName, clientOptions(log, status));
    this.#client.onNotification(statusNotification.method, (server: ServerStatus) => status.show(server));
    this.#client.onNotification(workspaceChangedNotification.method, () => {
      for (const listener of this.#listeners) listener();
    });
    this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) status.starting();
      if (newState === State.Stopped) status.stopped();
    });
    this.#client.onRequest(listFilesRequest.method, listManifests);
    this.#client.onRequest(readFileRequest.method, ({ uri }: { readonly uri: string }) => readManifest(Uri.parse(uri)));
  }

  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.#log.error(`The language server did not start: ${errorMessage(error)}`);
      this.#status.stopped(`The language server did not start: ${errorMessage(error)}`);
    }
  }

  async restart(): Promise<void> {
    if (this.#client.isRunning()) await this.#client.stop();
    await this.start();
  }

  request<P, R>({ method }: RequestMethod<P, R>, params: P, token?: CancellationToken): Promise<R> {
    // An absent token would be sent as a second parameter.
    return token === undefined ? this.#client.sendRequest<R>(method, params) : this.#client.sendRequest<R>(method, params, token);
  }

  onWorkspaceChanged(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#client.dispose().catch((error: unknown) => this.#log.warn(`The language server did not stop cleanly: ${errorMessage(error)}`));
  }
}

function clientOptions(log: LogOutputChannel, status: ServerStatusItem): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    yamlExtension: extensions.getExtension("redhat.vscode-yaml") !== undefined,
    editorCommands: true,
  };
  return {
    documentSelector: documentSchemes().map((scheme) => ({ language: "yaml", scheme })),
    initializationOptions,
    outputChannel: log,
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => {
        for (const diagnostic of diagnostics) {
          if (typeof diagnostic.code === "string") diagnostic.code = { value: diagnostic.code, target: ruleUri(diagnostic.code) };
        }
        next(uri, diagnostics);
      },
    },
    errorHandler: restartOnExit(log, status),
  };
}

/** Documents that are files, wherever they lie; not the snapshots of version control and diffs. */
export function documentSchemes(): readonly string[] {
  const folders = workspace.workspaceFolders ?? [];
  return [...new Set(["file", "untitled", "vscode-remote", "vscode-vfs", ...folders.map(({ uri }) => uri.scheme)])];
}

function restartOnExit(log: LogOutputChannel, status: ServerStatusItem): LanguageClientOptions["errorHandler"] {
  const exits: number[] = [];
  return {
    error: (error) => {
      log.error(`The connection to the language server failed: ${error.message}`);
      return { action: ErrorAction.Continue };
    },
    closed: () => {
      const now = Date.now();
      exits.push(now);
      if (exits.filter((time) => now - time < restartWindowMs).length <= maximumRestarts) return { action: CloseAction.Restart };
      const message = "The language server ended several times in a row and is not started again; the output says why.";
      status.stopped(message);
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
