import type { Connection, Position } from "vscode-languageserver";
import { Workspace, type WorkspaceOptions } from "../core/workspace";
import { DefaultNamespaces, folderOf } from "../project/defaultNamespaces";
import { excludeMatcher, type IsExcluded, isExcludedWithFolders } from "../project/excludes";
import { type FileContent, isManifestName, refuseSize } from "../project/manifestFile";
import { emptyProject, type ProjectSettings, projectFileName, readProjectFile } from "../project/projectFile";
import { CheckLoop, startSlice } from "./checkLoop";
import type { ClientSupport } from "./clientSupport";
import { Converter } from "./convert";
import { OpenDocuments } from "./documents";
import { displayPath, fileId, isClusterFile } from "./fileId";
import type { Host } from "./host";
import { IndexProgress } from "./progress";
import { Publisher } from "./publisher";
import { readSettings, type Settings } from "./settings";
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
  readonly #namespaces = new DefaultNamespaces();
  readonly #loop: CheckLoop;
  readonly #publisher: Publisher;
  readonly #status: StatusReporter;
  #folders: string[];
  #project: ProjectSettings = emptyProject;
  #clientSettings: unknown;
  #settings: Settings = readSettings(undefined, emptyProject);
  #isExcluded: IsExcluded = () => false;
  #jobs: Promise<void> = Promise.resolve();
  #afterJobs: (() => void) | undefined;
  /** Folders whose default namespace changed since the files below were read. */
  readonly #staleFolders = new Set<string>();

  constructor(options: SessionOptions) {
    const { connection, host, support } = options;
    this.#options = options;
    this.#folders = options.folders.map(fileId);
    this.workspace = new Workspace(this.#workspaceOptions());
    this.convert = new Converter(this.workspace, (file) => this.uriOf(file), support);
    this.#publisher = new Publisher(connection, this.workspace, this.convert, (file) => this.#describe(file));
    this.#status = new StatusReporter(connection, () => this.workspace.stats());
    this.#loop = new CheckLoop(
      this.workspace,
      () => host.pause(),
      (idle) => this.#afterSlice(idle),
      (error) => this.#fail("Checking", error),
    );
    this.#loop.suspend();
  }

  get settings(): Settings {
    return this.#settings;
  }

  get folders(): readonly string[] {
    return this.#folders;
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
    this.#noteNamespace(file, text);
    if (this.#staleFolders.size > 0) this.#job(() => this.#readStale());
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

  /** Reads all folders and settings for the first time. */
  start(clientSettings: () => Promise<unknown>): void {
    this.#job(async () => {
      this.#clientSettings = await clientSettings();
      await this.#readProject();
      await this.#scan();
    });
  }

  changeSettings(clientSettings: () => Promise<unknown>): void {
    this.#job(async () => {
      this.#clientSettings = await clientSettings();
      await this.#applySettings();
    });
  }

  changeFolders(added: readonly string[], removed: readonly string[]): void {
    this.#job(async () => {
      const gone = new Set(removed.map(fileId));
      this.#folders = [...this.#folders.filter((folder) => !gone.has(folder)), ...added.map(fileId)];
      await this.#readProject();
      await this.#scan();
    });
  }

  /** Files that were made, changed or removed on disk. A removed folder stands for the files below it. */
  changeFiles(changed: readonly string[], removed: readonly string[]): void {
    this.#job(async () => {
      for (const file of removed.map(fileId)) this.#forget(file);
      await this.#inSlices(changed.map(fileId), (file) => this.#reload(file));
      await this.#readStale();
      if ([...changed, ...removed].some((uri) => uri.endsWith(`/${projectFileName}`))) {
        await this.#readProject();
        await this.#applySettings();
      }
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

  #workspaceOptions(): WorkspaceOptions {
    return {
      mesh: this.#settings.mesh,
      levels: this.#settings.levels,
      defaultNamespace: (file) => this.#namespaces.of(file),
      textOf: (file) => this.#options.host.textOf(file),
    };
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

  async #scan(): Promise<void> {
    const { connection, host, support } = this.#options;
    const progress = new IndexProgress(connection, support.progress);
    this.#status.indexing();
    const unseen = new Set(this.workspace.files());
    let count = 0;
    const found = host.scan(this.#folders, this.#isExcluded, (problem) => this.#status.problem(problem));
    await this.#inSlices(found, ({ uri, content }) => {
      unseen.delete(uri);
      this.#take(uri, content);
      if (++count % reportedFiles === 0) progress.report(count);
    });
    for (const file of unseen) if (!isClusterFile(file)) this.#forget(file);
    for (const [file, document] of this.documents.entries()) if (this.#isStale(file)) this.#reset(file, document.getText(), true);
    this.#staleFolders.clear();
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
      this.#noteNamespace(file, content.text);
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
      this.#noteNamespace(known, undefined);
    }
  }

  #noteNamespace(file: string, text: string | undefined): void {
    if (this.#namespaces.update(file, text)) this.#staleFolders.add(folderOf(file));
  }

  /** Reads anew what lies below folders whose default namespace changed. */
  async #readStale(): Promise<void> {
    if (this.#staleFolders.size === 0) return;
    const files = this.workspace.files().filter((file) => this.#isStale(file));
    this.#staleFolders.clear();
    await this.#inSlices(files, (file) => {
      const text = this.textOf(file);
      if (text !== undefined) this.#reset(file, text, this.documents.get(file) !== undefined);
    });
  }

  #isStale(file: string): boolean {
    for (const folder of this.#staleFolders) if (file.startsWith(`${folder}/`)) return true;
    return false;
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

  /** Reads the project files at the roots; rules and mesh come from the first, default namespaces from each. */
  async #readProject(): Promise<void> {
    this.#status.forgetProblems();
    let first: ProjectSettings | undefined;
    for (const folder of this.#folders) {
      const file = `${folder}/${projectFileName}`;
      const content = await this.#options.host.read(file);
      const project = content !== undefined && "text" in content ? readProjectFile(content.text) : emptyProject;
      for (const problem of project.problems) this.#status.problem(`${displayPath(file, this.#folders)}: ${problem}`);
      if (this.#namespaces.setFolder(folder, project.defaultNamespace)) this.#staleFolders.add(folder);
      if (content !== undefined) first ??= project;
    }
    this.#project = first ?? emptyProject;
    this.#useSettings();
  }

  /** Compares the settings with those in force and redoes what depends on a changed one. */
  async #applySettings(): Promise<void> {
    const before = this.#settings;
    this.#useSettings();
    const after = this.#settings;
    if (before.excludes.join() !== after.excludes.join()) await this.#scan();
    await this.#readStale();
    if (before.diagnosticsScope !== after.diagnosticsScope) this.#publisher.republish(this.#publishRules());
  }

  #useSettings(): void {
    const before = this.#settings;
    const after = readSettings(this.#clientSettings, this.#project);
    this.#settings = after;
    this.#isExcluded = excludeMatcher(after.excludes);
    if (this.#namespaces.fallback !== after.defaultNamespace) {
      this.#namespaces.fallback = after.defaultNamespace;
      for (const folder of this.#folders) this.#staleFolders.add(folder);
    }
    if (checkedBy(before) !== checkedBy(after)) this.workspace.configure(this.#workspaceOptions());
  }

  #afterSlice(idle: boolean): void {
    this.#publisher.publish(this.workspace.takeChangedFiles(), this.#publishRules());
    if (idle) this.#status.ready();
  }

  #publishRules() {
    return { scope: this.#settings.diagnosticsScope, muted: this.#options.yamlExtension ? yamlCodes : noCodes };
  }

  #describe(file: string) {
    return isClusterFile(file) ? undefined : { uri: this.uriOf(file), version: this.documents.get(file)?.version };
  }

  /** Whether a file on disk is part of the workspace. */
  #belongs(file: string): boolean {
    const folder = this.#folders.find((candidate) => file.startsWith(`${candidate}/`));
    if (folder === undefined || !isManifestName(file.slice(file.lastIndexOf("/") + 1))) return false;
    return !isExcludedWithFolders(decodeURIComponent(file.slice(folder.length + 1)), this.#isExcluded);
  }

  #fail(what: string, error: unknown): void {
    this.#options.connection.console.error(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    this.#status.failed(`${what} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What of the settings a check depends on. */
function checkedBy(settings: Settings): string {
  return JSON.stringify([settings.mesh, [...settings.levels]]);
}
