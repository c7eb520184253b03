import { basename } from "node:path";
import { URI } from "vscode-uri";
import type { IsExcluded } from "../project/excludes";
import { type FileContent, isManifestName } from "../project/manifestFile";
import { ManifestReader } from "../project/readManifest";
import { walkManifests } from "../project/walk";
import type { Host, ScannedFile } from "./host";

/** Reads the workspace with node:fs. Synchronous reads in small steps are several times faster than asynchronous ones. */
export class NodeHost implements Host {
  readonly #reader = new ManifestReader();

  pause(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  async *scan(folders: readonly string[], isExcluded: IsExcluded, onProblem: (problem: string) => void): AsyncIterable<ScannedFile> {
    const onError = (path: string, error: unknown) => onProblem(`The folder ${path} cannot be listed: ${messageOf(error)}`);
    for (const folder of folders) {
      const root = URI.parse(folder);
      if (root.scheme !== "file") continue;
      for (const path of walkManifests(root.fsPath, { isExcluded, onError })) {
        yield { uri: URI.file(path).toString(), content: this.#read(path) ?? { skipped: "it is gone" } };
      }
    }
  }

  async read(uri: string): Promise<FileContent | undefined> {
    const { scheme, fsPath } = URI.parse(uri);
    return scheme === "file" && isManifestName(basename(fsPath)) ? this.#read(fsPath) : undefined;
  }

  textOf(uri: string): string | undefined {
    const { scheme, fsPath } = URI.parse(uri);
    const content = scheme === "file" ? this.#read(fsPath) : undefined;
    return content !== undefined && "text" in content ? content.text : undefined;
  }

  #read(path: string): FileContent | undefined {
    try {
      return this.#reader.read(path);
    } catch (error) {
      return isMissing(error) ? undefined : { skipped: messageOf(error) };
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
