import type { Connection, Position } from "vscode-languageserver";
import { Workspace } from "../core/workspace";
import { isExcludedWithFolders } from "../project/excludes";
import { type FileContent, isManifestName, refuseSize } from "../project/manifestFile";
import { CheckLoop, startSlice } from "./checkLoop";
import type { ClientSupport } from "./clientSupport";
import { Configuration } from "./configuration";
import { Converter } from "./convert";
import { OpenDocuments } from "./documents";
import { displayPath, fileId, isClusterFile } from "./fileId";
import type { Host } from "./host";
import { IndexProgress } from "./progress";
import { Publisher } from "./publisher";
import type { Settings } from "./settings";
import { StatusReporter } from "./status";

/** Codes that redhat.vscode-yaml reports too. */
const yamlCodes: ReadonlySet<string> = new Set(["yaml-syntax", "yaml-duplicate-key", "yaml-tab"]);
const noCodes: ReadonlySet<string> = new Set();
/** Progress is told once per so many files. */
const reportedFiles = 500;

export interface SessionOptions {
  readonly connection: Connection;
  readonly host: Host;
  readonly support: ClientSupport;
  /** URIs of the workspace folders. */
  readonly folders: readonly string[];
  /** Another extension reports YAML syntax errors. */
  readonly yamlExtension: boolean;
}

/** A cursor in a file that the workspace knows. */
export interface Site {
  readonly file: string;
  readonly offset: number;
}

/** Everything that lives between initialize and shutdown: the workspace, the open documents, the settings, the files on disk. */
export class Session {
  readonly workspace: Workspace;
  readonly convert: Converter;
  readonly documents = new OpenDocuments();
  readonly #options: SessionOptions;
  readonly #configuration: Configuration;
  readonly #loop: CheckLoop;
  readonly #publisher: Publisher;
  readonly #status: StatusReporter;
  #folders: string[];
  #clientSettings: unknown;
  #jobs: Promise<void> = Promise.resolve();
  #afterJobs: (() => void) | undefined;

  constructor(options: SessionOptions) {
    const { connection, host, support } = options;
    this.#options = options;
    this.#folders = options.folders.map(fileId);
    this.#configuration = new Configuration(host, (problem) => this.#status.problem(problem));
    this.workspace = new Workspace(this.#configuration.workspaceOptions());
    this.convert = new Converter(this.workspace, (file) => this.uriOf(file), support);
    this.#publisher = new Publisher(connection, this.workspace, this.convert, (file) => this.#describe(file));
    this.#status = new StatusReporter(connection, () => ({ ...this.workspace.stats(), schemas: this.#configuration.schemaName }));
    this.#loop = new CheckLoop(
      this.workspace,
      () => host.pause(),
      (idle) => this.#afterSlice(idle),
      (error) => this.#fail("Checking", error),
    );
    this.#loop.suspend();
  }

  get settings(): Settings {
    return this.#configuration.settings;
  }

  /** Called when answers that depend on other files may have changed (code lenses, inlay hints). */
  onRefresh(listener: () => void): void {
    this.#afterJobs = listener;
  }

  /** Resolves when every change of files that is known by now has been read and checked. */
  indexed(): Promise<void> {
    return this.#jobs;
  }

  /** The URI by which the client knows a file. */
  uriOf(file: string): string {
    return this.documents.get(file)?.uri ?? file;
  }

  /** The cursor of a request; undefined where the file is unknown. */
  site({ textDocument, position }: { readonly textDocument: { readonly uri: string }; readonly position: Position }): Site | undefined {
    const file = fileId(textDocument.uri);
    return this.workspace.hasFile(file) ? { file, offset: this.workspace.offset(file, position) } : undefined;
  }

  /** The text of a file: of the open document, else from disk. */
  textOf(file: string): string | undefined {
    return this.documents.get(file)?.getText() ?? this.#options.host.textOf(file);
  }

  /** Takes over the text of an open document. */
  setDocument(uri: string): void {
    const file = fileId(uri);
    const text = this.documents.get(file)?.getText();
    if (text === undefined) return;
    const tooLarge = refuseSize(text.length);
    if (tooLarge === undefined) this.#set(file, text, true);
    else this.#skip(file, tooLarge);
    this.#loop.request();
    this.#configuration.noteFile(file, text);
    if (this.#configuration.hasStaleFiles) this.#job(() => this.#readStale());
  }

  /** Goes back to what is on disk, where the file belongs to the workspace. */
  closeDocument(uri: string): void {
    const file = fileId(uri);
    this.documents.close(uri);
    this.#job(async () => {
      await this.#reload(file);
      await this.#readStale();
    });
  }

  /** A file as people know it: relative to its workspace folder. */
  displayPath(file: string): string {
    return displayPath(file, this.#folders);
  }

  /** Reads settings and all folders for the first time. */
  start(clientSettings: () => Promise<unknown>): void {
    this.#job(async () => {
      this.#clientSettings = await clientSettings();
      await this.#configure({ rescan: true });
    });
  }

  changeSettings(clientSettings: () => Promise<unknown>): void {
    this.#job(async () => {
      this.#clientSettings = await clientSettings();
      await this.#configure({ rescan: false });
    });
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    this.#job(async () => {
      const gone = new Set(removed.map(fileId));
      this.#folders = [...this.#folders.filter((folder) => !gone.has(folder)), ...added.map(fileId)];
      await this.#configure({ rescan: true });
    });
  }

  /** Files that were made, changed or removed on disk. A removed folder stands for the files below it. */
  changeFiles(changed: readonly string[], removed: readonly string[]): void {
    const read = changed.map(fileId);
    const gone = removed.map(fileId);
    this.#job(async () => {
      for (const file of gone) this.#forget(file);
      await this.#inSlices(read, (file) => this.#reload(file));
      if ([...read, ...gone].some((file) => this.#configuration.dependsOn(file))) await this.#configure({ rescan: false });
      else await this.#readStale();
    });
  }

  /** Replaces what is known of a cluster; texts by file id. */
  setClusterFiles(texts: ReadonlyMap<string, string>): void {
    this.#job(async () => {
      for (const file of this.workspace.files()) if (isClusterFile(file) && !texts.has(file)) this.workspace.removeFile(file);
      await this.#inSlices(texts, ([file, text]) => this.#set(file, text, false));
    });
  }

  dispose(): void {
    this.#loop.suspend();
    this.#status.dispose();
  }

  /** Runs jobs that read files one after another; nothing is checked meanwhile, so that half a change is never reported. */
  #job(work: () => Promise<void>): void {
    this.#jobs = this.#jobs.then(async () => {
      this.#loop.suspend();
      try {
        await work();
      } catch (error) {
        this.#fail("Reading files", error);
      }
      this.#loop.resume();
      await this.#loop.whenIdle();
      this.#afterJobs?.();
    });
  }

  /** Takes over settings, project files and CRDs, and redoes what depends on a changed one. */
  async #configure({ rescan }: { readonly rescan: boolean }): Promise<void> {
    this.#status.forgetProblems();
    const change = await this.#configuration.update(this.#clientSettings, this.#folders);
    if (change.reconfigure) this.workspace.configure(this.#configuration.workspaceOptions());
    if (rescan || change.rescan) await this.#scan();
    else await this.#readStale();
    if (change.republish) this.#publisher.republish(this.#publishRules());
  }

  async #scan(): Promise<void> {
    const { connection, host, support } = this.#options;
    const progress = new IndexProgress(connection, support.progress);
    this.#status.indexing();
    const unseen = new Set(this.workspace.files());
    let count = 0;
    const found = host.scan(this.#folders, this.#configuration.isExcluded, (problem) => this.#status.problem(problem));
    await this.#inSlices(found, ({ uri, content }) => {
      unseen.delete(uri);
      this.#take(uri, content);
      if (++count % reportedFiles === 0) progress.report(count);
    });
    for (const file of unseen) if (!isClusterFile(file)) this.#forget(file);
    const isIncluded = this.#configuration.takeIncluded();
    const isStale = this.#configuration.takeStale();
    for (const [file, document] of this.documents.entries())
      if (isIncluded(file) || isStale(file)) this.#reset(file, document.getText(), true);
    const closed = this.workspace.files().filter((file) => isIncluded(file) && this.documents.get(file) === undefined);
    await this.#readAnew(closed);
    this.#loop.resume();
    await this.#loop.whenIdle();
    await progress.end();
  }

  /** Lets messages in whenever a slice is used up. */
  async #inSlices<T>(items: Iterable<T> | AsyncIterable<T>, work: (item: T) => void | Promise<void>): Promise<void> {
    let isSliceDone = startSlice();
    for await (const item of items) {
      await work(item);
      if (isSliceDone()) {
        await this.#options.host.pause();
        isSliceDone = startSlice();
      }
    }
  }

  /** Takes over the text of a file on disk, unless an editor holds it. */
  #take(file: string, content: FileContent): void {
    if (this.documents.get(file) !== undefined) return;
    if ("skipped" in content) this.#skip(file, content.skipped);
    else {
      this.#configuration.noteFile(file, content.text);
      this.#set(file, content.text, false);
      this.#status.taken(file);
    }
  }

  #skip(file: string, reason: string): void {
    this.workspace.removeFile(file);
    this.#status.skipped(file, `${displayPath(file, this.#folders)} is left out: ${reason}.`);
  }

  async #reload(file: string): Promise<void> {
    if (this.documents.get(file) !== undefined) return;
    const content = this.#belongs(file) ? await this.#options.host.read(file) : undefined;
    if (content === undefined) this.#forget(file);
    else this.#take(file, content);
  }

  /** Removes a file, or the files below a folder. */
  #forget(file: string): void {
    const below = this.workspace.hasFile(file) ? [file] : this.workspace.files().filter((known) => known.startsWith(`${file}/`));
    for (const known of below) {
      if (this.documents.get(known) !== undefined) continue;
      this.workspace.removeFile(known);
      this.#status.taken(known);
      this.#configuration.noteFile(known, undefined);
    }
  }

  /** Reads anew what was read under another default namespace or schema. */
  async #readStale(): Promise<void> {
    if (!this.#configuration.hasStaleFiles) return;
    await this.#readAnew(this.workspace.files().filter(this.#configuration.takeStale()));
  }

  async #readAnew(files: readonly string[]): Promise<void> {
    await this.#inSlices(files, (file) => {
      const text = this.textOf(file);
      if (text !== undefined) this.#reset(file, text, this.documents.get(file) !== undefined);
    });
  }

  /** Sets a file as if it had not been known, so that nothing of its last reading is taken over. */
  #reset(file: string, text: string, open: boolean): void {
    this.workspace.removeFile(file);
    this.#set(file, text, open);
  }

  /** One file that cannot be understood must not keep the others from being read. */
  #set(file: string, text: string, open: boolean): void {
    try {
      this.workspace.setFile(file, text, open);
    } catch (error) {
      this.#fail(`Reading ${displayPath(file, this.#folders)}`, error);
    }
  }

  #afterSlice(idle: boolean): void {
    this.#publisher.publish(this.workspace.takeChangedFiles(), this.#publishRules());
    if (idle) this.#status.ready();
  }

  #publishRules() {
    return { scope: this.settings.diagnosticsScope, muted: this.#options.yamlExtension ? yamlCodes : noCodes };
  }

  #describe(file: string) {
    return isClusterFile(file) ? undefined : { uri: this.uriOf(file), version: this.documents.get(file)?.version };
  }

  /** Whether a file on disk is part of the workspace. */
  #belongs(file: string): boolean {
    const folder = this.#folders.find((candidate) => file.startsWith(`${candidate}/`));
    if (folder === undefined || !isManifestName(file.slice(file.lastIndexOf("/") + 1))) return false;
    return !isExcludedWithFolders(decodeURIComponent(file.slice(folder.length + 1)), this.#configuration.isExcluded);
  }

  #fail(what: string, error: unknown): void {
    this.#options.connection.console.error(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    this.#status.failed(`${what} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
