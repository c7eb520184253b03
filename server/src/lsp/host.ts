import type { IsExcluded } from "../project/excludes";
import type { FileContent } from "../project/manifestFile";

/** A manifest file of the workspace; `uri` is normalised (see `fileId`). */
export interface ScannedFile {
  readonly uri: string;
  readonly content: FileContent;
}

/** What the server needs of the machine it runs on: Node, or a worker in a browser. */
export interface Host {
  /** Resolves when messages that have arrived meanwhile have been handled. */
  pause(): Promise<void>;
  /**
   * Reads the manifest files below the folders, kustomizations before the files they govern. Every step takes a few milliseconds
   * at most. `isExcluded` is asked with paths below a folder. Folders that cannot be listed are told to `onProblem`.
   */
  scan(folders: readonly string[], isExcluded: IsExcluded, onProblem: (problem: string) => void): AsyncIterable<ScannedFile>;
  /** Reads one file; undefined when there is none. */
  read(uri: string): Promise<FileContent | undefined>;
  /** The text of a file that is not open, where it can be had at once. */
  textOf(uri: string): string | undefined;
}
