import {
  Disposable,
  type LogOutputChannel,
  type Position,
  type TextEditor,
  Uri,
  ViewColumn,
  type WebviewPanel,
  type WebviewPanelSerializer,
  window,
  workspace,
} from "vscode";
import type { RequestDefaults } from "../../../server/src/core/routing/requestDefaults";
import type { RouteView } from "../../../server/src/core/routing/routeView";
import type { SimulationRequest } from "../../../server/src/core/routing/simulation";
import type { RequestFormInput, RequestFormOutput } from "../../../server/src/protocol/requestMessages";
import type { RouteViewAnswer } from "../../../server/src/protocol/requests";
import { requestDefaultsRequest, routeViewRequest, simulateRequest } from "../../../server/src/protocol/requests";
import type { PictureInput, PictureOutput, PictureState } from "../../../server/src/protocol/routeViewMessages";
import { errorMessage } from "../errorMessage";
import { documentSchemes, type ServerClient } from "../languageClient";
import { pictureHtml } from "./html";
import type { RequestMemory } from "./requestMemory";
import { reveal, setWeights } from "./source";
import { Throttle } from "./throttle";

/** Two snapshots are at least so far apart: the picture moves, it does not flicker. */
const frameMs = 30;

/** Hosts the picture of routing: follows typing, the cursor and the active editor, and leads back to the source. */
export class RoutingPanel implements WebviewPanelSerializer<PictureState>, Disposable {
  static readonly viewType = "istioTraffic.routing";
  readonly #extensionUri: Uri;
  readonly #server: ServerClient;
  readonly #log: LogOutputChannel;
  readonly #memory: RequestMemory;
  #open: OpenPanel | undefined;

  constructor(extensionUri: Uri, server: ServerClient, log: LogOutputChannel, memory: RequestMemory) {
    this.#extensionUri = extensionUri;
    this.#server = server;
    this.#log = log;
    this.#memory = memory;
  }

  /** Shows the picture of a file beside its editor; `position` picks the VirtualService. */
  show(uri: Uri, position: Position | undefined): void {
    if (this.#open === undefined) {
      const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      this.#adopt(window.createWebviewPanel(RoutingPanel.viewType, "Istio Routing", place));
    } else this.#open.panel.reveal(undefined, true);
    this.#open?.follow(uri, position);
  }

  /** Shows the picture with the form for a request, filled for the VirtualService at `position`. */
  tryRequest(uri: Uri, position: Position | undefined): void {
    this.show(uri, position);
    this.#open?.tryRequest({ uri, position });
  }

  /** Brings a picture back after a restart of the window. */
  async deserializeWebviewPanel(panel: WebviewPanel, state: PictureState | undefined): Promise<void> {
    this.#open?.panel.dispose();
    this.#adopt(panel);
    if (state !== undefined) this.#open?.follow(Uri.parse(state.view.file), undefined);
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }

  #adopt(panel: WebviewPanel): void {
    const open = new OpenPanel(panel, this.#server, this.#log, this.#memory);
    this.#open = open;
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(this.#extensionUri, "dist", "webview")] };
    panel.iconPath = Uri.joinPath(this.#extensionUri, "client", "media", "icon.png");
    panel.onDidDispose(() => {
      open.dispose();
      if (this.#open === open) this.#open = undefined;
    });
    panel.webview.html = pictureHtml(panel.webview, this.#extensionUri);
  }
}

/** The VirtualService or Service at a position, or all of the file. */
interface Source {
  readonly uri: Uri;
  readonly position: Position | undefined;
}

/** One panel from its creation to its end. */
class OpenPanel implements Disposable {
  readonly panel: WebviewPanel;
  readonly #server: ServerClient;
  readonly #log: LogOutputChannel;
  readonly #memory: RequestMemory;
  readonly #refresh = new Throttle(frameMs, () => this.#load());
  readonly #subscriptions: Disposable;
  /** What is asked for, and what of it is shown. */
  #source: Source | undefined;
  #shown: Source | undefined;
  /** The file that a click in the picture led to: being there does not change the picture. */
  #visited: string | undefined;
  /** A form to open as soon as the page listens, what the open one is for, and what was last asked in it. */
  #formFor: Source | undefined;
  #form: { readonly file: string; readonly defaults: RequestDefaults } | undefined;
  #request: SimulationRequest | undefined;
  /** File and resources of the picture that is shown. */
  #about = "";
  #ready = false;
  #last = "";

  constructor(panel: WebviewPanel, server: ServerClient, log: LogOutputChannel, memory: RequestMemory) {
    this.panel = panel;
    this.#server = server;
    this.#log = log;
    this.#memory = memory;
    this.#subscriptions = Disposable.from(
      this.#refresh,
      panel.webview.onDidReceiveMessage((message: PictureOutput | RequestFormOutput) => this.#receive(message)),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === "yaml") this.#refresh.request();
      }),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#moveTo(textEditor)),
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined) this.#moveTo(editor);
      }),
      server.onWorkspaceChanged(() => this.#refresh.request()),
    );
  }

  follow(uri: Uri, position: Position | undefined): void {
    this.#source = { uri, position };
    this.#refresh.request();
  }

  /** Opens the form for a request, filled for a source. */
  tryRequest(source: Source | undefined): void {
    this.#formFor = source;
    void this.#openForm(false);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** `follows`: the form is open and goes with the picture. */
  async #openForm(follows: boolean): Promise<void> {
    const source = this.#formFor;
    if (source === undefined || !this.#ready) return;
    this.#formFor = undefined;
    const { uri, position } = source;
    try {
      const file = uri.toString();
      const defaults = await this.#server.request(requestDefaultsRequest, { uri: file, ...(position === undefined ? {} : { position }) });
      this.#form = { file, defaults };
      this.#post({ type: "tryRequest", defaults, remembered: this.#memory.recall(file, defaults), follows });
    } catch (error) {
      this.#log.warn(`The form for a request could not be filled: ${errorMessage(error)}`);
    }
  }

  /** Asks again what was asked last; of two answers under way only the one to the newer question is shown. */
  async #simulate(): Promise<void> {
    const request = this.#request;
    if (request === undefined) return;
    const uri = this.#shown?.uri ?? this.#source?.uri;
    const answer = await this.#server
      .request(simulateRequest, { request, ...(uri === undefined ? {} : { uri: uri.toString() }) })
      .catch((error: unknown) => ({ problem: errorMessage(error) }));
    if (request === this.#request) this.#post({ type: "simulation", answer });
  }

  async #keepRequest(request: SimulationRequest | undefined): Promise<void> {
    if (request === undefined) this.#form = undefined;
    else if (this.#form !== undefined) await this.#memory.keep(this.#form.file, this.#form.defaults, request);
  }

  #moveTo(editor: TextEditor): void {
    const { document, selection } = editor;
    if (document.languageId !== "yaml" || !documentSchemes().includes(document.uri.scheme)) return;
    if (document.uri.toString() !== this.#visited) {
      this.#visited = undefined;
      this.follow(document.uri, selection.active);
    }
    this.#postCursor(editor);
  }

  #postCursor({ document, selection }: TextEditor): void {
    this.#post({ type: "cursor", file: document.uri.toString(), offset: document.offsetAt(selection.active) });
  }

  async #load(): Promise<void> {
    const source = this.#source;
    if (source === undefined || !this.#ready) return;
    try {
      const { uri, position } = source;
      const answer = await this.#server.request(routeViewRequest, { uri: uri.toString(), ...(position === undefined ? {} : { position }) });
      if (answer !== null && source.uri === this.#source?.uri) this.#show(answer, source);
      await this.#simulate();
    } catch (error) {
      this.#log.warn(`The picture of ${source.uri.toString()} could not be made: ${errorMessage(error)}`);
    }
  }

  /** A file without routes leaves the picture of another one as it is. */
  #show({ view, version }: RouteViewAnswer, source: Source): void {
    if (view.graphs.length === 0 && this.#shown !== undefined && this.#shown.uri.toString() !== source.uri.toString()) {
      this.follow(this.#shown.uri, this.#shown.position);
      return;
    }
    const isFirst = this.#shown === undefined;
    this.#shown = source;
    this.#leadForm(view, source);
    const text = JSON.stringify([view, version]);
    if (text === this.#last) return;
    this.#last = text;
    this.panel.title = `Routing: ${view.file.slice(view.file.lastIndexOf("/") + 1)}`;
    this.#post({ type: "view", view, version });
    const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === view.file);
    if (isFirst && editor !== undefined) this.#postCursor(editor);
  }

  /** The form goes with the picture to another file or VirtualService; what was asked at the old place is remembered. */
  #leadForm({ graphs }: RouteView, source: Source): void {
    const file = source.uri.toString();
    const about = JSON.stringify([file, ...graphs.map(({ title }) => title)]);
    const isNew = about !== this.#about;
    this.#about = about;
    if (this.#form === undefined || !isNew) return;
    const isForIt = this.#form.file === file && graphs.some(({ title }) => title === this.#form?.defaults.subject);
    if (isForIt) return;
    this.#formFor = source;
    void this.#openForm(true);
  }

  #post(message: PictureInput | RequestFormInput): void {
    if (this.#ready) void this.panel.webview.postMessage(message);
  }

  async #receive(message: PictureOutput | RequestFormOutput): Promise<void> {
    switch (message.type) {
      case "ready":
        this.#ready = true;
        this.#last = "";
        this.#refresh.request();
        await this.#openForm(false);
        break;
      case "openRequest":
        this.tryRequest(this.#source);
        break;
      case "simulate":
        this.#request = message.request;
        await Promise.all([this.#simulate(), this.#keepRequest(message.request)]);
        break;
      case "reveal":
        if (message.file !== this.#shown?.uri.toString()) this.#visited = message.file;
        await reveal(message, this.panel.viewColumn);
        break;
      case "setWeights":
        if (!(await setWeights(message.edits, message.version, this.#source?.uri))) {
          this.#last = "";
          this.#refresh.request();
        }
        break;
    }
  }
}
