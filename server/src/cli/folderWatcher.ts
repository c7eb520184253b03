import { existsSync, type FSWatcher, watch } from "node:fs";
import { basename, join, sep } from "node:path";
import { neverEntered } from "../project/excludes";
import { isKustomizationName, isManifestName } from "../project/manifestFile";
import { projectFileName } from "../project/projectFile";
import { messageOf } from "./disk";

/** After the last event this long nothing may happen before a change is told. */
const quietMilliseconds = 100;
/** A stream of events is told after this long, whether it goes on or not. */
const patienceMilliseconds = 1000;

/** macOS and Windows watch a whole tree through one handle; Linux (inotify) knows single folders only. */
const watchesTrees = process.platform === "darwin" || process.platform === "win32";

export interface WatchedFolders {
  /** Folders that are watched with all below them. */
  readonly roots: ReadonlySet<string>;
  /** Every folder below the roots that counts, and others whose entries do. */
  readonly folders: ReadonlySet<string>;
  /** Folders of which only settings count: project file, .gitignore, kustomization, and these files. */
  readonly settings: ReadonlySet<string>;
  readonly settingsFiles: readonly string[];
}

/**
 * Tells that something may have changed below folders, not what: the systems disagree about what an event says and merge or drop some,
 * so that whoever is told looks at the disk.
 */
export class FolderWatcher {
  readonly #watched = new Map<string, FSWatcher>();
  readonly #onProblem: (problem: string) => void;
  readonly #refused = new Set<string>();
  #followed: WatchedFolders = { roots: new Set(), folders: new Set(), settings: new Set(), settingsFiles: [] };
  #firstEvent: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #waiting: (() => void) | undefined;
  #isDue = false;

  /** @param onProblem told once for every folder that cannot be watched */
  constructor(onProblem: (problem: string) => void) {
    this.#onProblem = onProblem;
  }

  /**
   * Watches these folders and no others. What happened in one before it was watched is not told: returns whether there is a new one,
   * in which the caller has to look again.
   */
  follow(folders: WatchedFolders): boolean {
    this.#followed = folders;
    const wanted = this.#wanted();
    for (const path of this.#watched.keys()) if (!wanted.has(path)) this.#drop(path);
    let isNew = false;
    for (const path of wanted) {
      if (!this.#watched.has(path) && existsSync(path) && this.#watch(path)) isNew = true;
    }
    return isNew;
  }

  /** Resolves when something may have changed since the last call, and then was quiet for a moment. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      if (this.#isDue) this.#tell();
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const path of [...this.#watched.keys()]) this.#drop(path);
  }

  #wanted(): ReadonlySet<string> {
    const { roots, folders, settings } = this.#followed;
    const all = [...roots, ...folders, ...settings];
    return new Set(watchesTrees ? all.filter((path) => roots.has(path) || !this.#isInTree(path)) : all);
  }

  #isInTree(path: string): boolean {
    return [...this.#followed.roots].some((root) => isBelow(path, root));
  }

  #watch(path: string): boolean {
    const recursive = watchesTrees && this.#followed.roots.has(path);
    try {
      const watcher = watch(path, { recursive }, (event, name) => {
        if (event === "rename" && name !== null) this.#forgetEntry(path, name);
        if (this.#counts(path, event, name)) this.#note();
      });
      watcher.on("error", () => {
        // The folder has gone; whether it is there again is seen at the next look.
        this.#drop(path);
        this.#note();
      });
      this.#watched.set(path, watcher);
      return true;
    } catch (error) {
      if (!this.#refused.has(path)) this.#onProblem(`${path} cannot be watched: ${messageOf(error)}.`);
      this.#refused.add(path);
      return false;
    }
  }

  /** A folder that went or came is no longer the one that was watched under its path, nor are those below it. */
  #forgetEntry(folder: string, name: string): void {
    const entry = join(folder, name);
    for (const path of this.#watched.keys()) {
      if (path === entry || isBelow(path, entry)) this.#drop(path);
    }
  }

  #drop(path: string): void {
    this.#watched.get(path)?.close();
    this.#watched.delete(path);
  }

  #counts(folder: string, event: string, name: string | null): boolean {
    if (name === null) return true;
    const names = name.split(sep);
    const last = basename(name);
    const isSetting = last === projectFileName || last === ".gitignore" || isKustomizationName(last);
    const { roots, folders, settingsFiles } = this.#followed;
    if (!roots.has(folder) && !folders.has(folder)) {
      const entry = join(folder, name);
      const holdsRoot = event === "rename" && [...roots].some((root) => root === entry || isBelow(root, entry));
      return isSetting || holdsRoot || settingsFiles.some((file) => basename(file) === last);
    }
    if (names.some((part) => neverEntered.has(part))) return false;
    // What appears or goes may be a folder or a link; what is written to is a file.
    return event === "rename" || isSetting || isManifestName(last) || settingsFiles.some((file) => basename(file) === last);
  }

  #note(): void {
    const now = Date.now();
    this.#firstEvent ??= now;
    clearTimeout(this.#timer);
    const wait = Math.min(quietMilliseconds, this.#firstEvent + patienceMilliseconds - now);
    this.#timer = setTimeout(() => {
      this.#isDue = true;
      this.#tell();
    }, wait);
  }

  #tell(): void {
    const resolve = this.#waiting;
    if (resolve === undefined) return;
    this.#waiting = undefined;
    this.#isDue = false;
    this.#firstEvent = undefined;
    resolve();
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
