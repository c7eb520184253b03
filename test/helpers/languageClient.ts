import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  type Connection,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type ProtocolRequestType,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { Host } from "../../server/src/lsp/host";
import { NodeHost } from "../../server/src/lsp/nodeHost";
import { cancelWaiting } from "../../server/src/lsp/serve";
import { startServer } from "../../server/src/lsp/server";
import type { InitializationOptions } from "../../server/src/protocol/initialization";
import { type ServerStatus, statusNotification } from "../../server/src/protocol/status";
import type { TestFolder } from "./folder";

export interface ClientOptions {
  readonly folder?: TestFolder;
  /** Default: what VS Code can do, as far as the tests use it. */
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: InitializationOptions;
  /** The section `istioTraffic` as asked for by the server. */
  readonly settings?: unknown;
  /** The machine that the server runs on; default Node. */
  readonly hostOf?: (connection: Connection) => Host;
  /** Called before the handshake, to answer more requests. */
  readonly prepare?: (client: TestClient) => void;
}

const editorCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
    hover: { contentFormat: ["markdown"] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
  },
  window: { workDoneProgress: true },
};

/** A client of a language server that runs in the same process, over streams. What arrives is kept. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: ServerStatus[] = [];
  readonly log: string[] = [];
  /** `begin`, `report` and `end` in the order of arrival. */
  readonly progress: string[] = [];
  readonly registered: string[] = [];
  initialized!: InitializeResult;
  settings: unknown;
  readonly #folder: TestFolder | undefined;
  readonly #versions = new Map<string, number>();

  private constructor(connection: ProtocolConnection, options: ClientOptions) {
    this.connection = connection;
    this.settings = options.settings ?? null;
    this.#folder = options.folder;
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => void this.published.push(params));
    connection.onNotification(statusNotification.method, (status: ServerStatus) => void this.statuses.push(status));
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => void this.log.push(message));
    connection.onNotification("$/progress", ({ value }: { value: { kind: string } }) => void this.progress.push(value.kind));
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => this.settings));
    connection.onRequest("client/registerCapability", ({ registrations }: { registrations: { method: string }[] }) => {
      this.registered.push(...registrations.map(({ method }) => method));
    });
  }

  /** Starts server and client and goes through the handshake. */
  static async start(options: ClientOptions = {}): Promise<TestClient> {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient), {
      connectionStrategy: cancelWaiting,
    });
    startServer(server, options.hostOf?.(server) ?? new NodeHost());
    const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    const client = new TestClient(connection, options);
    options.prepare?.(client);
    connection.listen();
    const uri = options.folder === undefined ? null : pathToFileURL(options.folder.path).href;
    client.initialized = await connection.sendRequest<InitializeResult>("initialize", {
      processId: null,
      rootUri: uri,
      workspaceFolders: uri === null ? null : [{ uri, name: "test" }],
      capabilities: options.capabilities ?? editorCapabilities,
      initializationOptions: options.initializationOptions,
    });
    await connection.sendNotification("initialized", {});
    return client;
  }

  readonly uri = (file: string): string => pathToFileURL(this.#folder?.at(file) ?? `/${file}`).href;

  async open(file: string, text: string): Promise<void> {
    const uri = this.uri(file);
    this.#versions.set(uri, 1);
    await this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  }

  /** Replaces a range of an open document; returns the new version. */
  async change(file: string, range: Range, text: string): Promise<number> {
    const uri = this.uri(file);
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ range, text }] });
    return version;
  }

  async close(file: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: this.uri(file) } });
  }

  async notify(method: string, params: unknown): Promise<void> {
    await this.connection.sendNotification(method, params);
  }

  request<P, R, PR, E, O>(type: ProtocolRequestType<P, R, PR, E, O>, params: P): Promise<R> {
    return this.connection.sendRequest<R>(type.method, params);
  }

  /** The diagnostics of a file as published last; undefined when it never was. */
  diagnostics(file: string): readonly Diagnostic[] | undefined {
    return this.published.findLast(({ uri }) => uri === this.uri(file))?.diagnostics;
  }

  codes(file: string): readonly string[] {
    return (this.diagnostics(file) ?? []).map(({ code }) => String(code));
  }

  /** Waits until the server has read and checked everything that it knows of by now. */
  async settled(): Promise<void> {
    // Answered after all waiting work, because it needs the complete index.
    await this.connection.sendRequest("textDocument/references", {
      textDocument: { uri: this.uri("none.yaml") },
      position: { line: 0, character: 0 },
      context: { includeDeclaration: true },
    });
    await this.until(() => this.statuses.at(-1)?.state === "ready");
  }

  /** Waits until a condition holds; fails with what arrived when it never does. */
  async until(condition: () => boolean): Promise<void> {
    for (let left = 500; left > 0; left--) {
      if (condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`not within 5 s: ${condition}; status ${JSON.stringify(this.statuses.at(-1))}, log ${this.log.join("\n")}`);
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    this.connection.dispose();
  }
}
