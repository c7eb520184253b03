import type { Connection } from "vscode-languageserver";
import { type IsExcluded, isExcludedWithFolders } from "../project/excludes";
import type { FileContent } from "../project/manifestFile";
import type { RequestMethod } from "../protocol/method";
import { listFilesRequest, readFileRequest } from "../protocol/requests";
import { fileId } from "./fileId";
import type { Host, ScannedFile } from "./host";

/** A worker in a browser has no file system: the client reads for it, and texts are kept. */
export class BrowserHost implements Host {
  readonly #connection: Connection;
  readonly #texts = new Map<string, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 0));
  }

  async *scan(folders: readonly string[], isExcluded: IsExcluded): AsyncIterable<ScannedFile> {
    const uris = await this.#ask(listFilesRequest, null);
    for (const uri of uris.map(fileId)) {
      const folder = folders.find((candidate) => uri.startsWith(`${candidate}/`));
      if (folder === undefined || isExcludedWithFolders(decodeURIComponent(uri.slice(folder.length + 1)), isExcluded)) continue;
      const content = await this.read(uri);
      if (content !== undefined) yield { uri, content };
    }
  }

  async read(uri: string): Promise<FileContent | undefined> {
    const { text, skipped } = await this.#ask(readFileRequest, { uri }).catch((error: unknown) => ({
      text: undefined,
      skipped: String(error),
    }));
    if (text === undefined) {
      this.#texts.delete(uri);
      return skipped === undefined ? undefined : { skipped };
    }
    this.#texts.set(uri, text);
    return { text };
  }

  textOf(uri: string): string | undefined {
    return this.#texts.get(uri);
  }

  #ask<P, R>(request: RequestMethod<P, R>, params: P): Promise<R> {
    return this.#connection.sendRequest<R>(request.method, params);
  }
}
