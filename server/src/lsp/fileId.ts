import { URI, Utils } from "vscode-uri";

/** One spelling per file: clients and paths write the same URI in several ways (encoded colons, upper-case drive letters). */
export function fileId(uri: string): string {
  return URI.parse(uri).toString();
}

/** The id of a file that a setting names by its path, absolute or relative to a folder. */
export function pathToId(path: string, folder: string | undefined): string {
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
  return isAbsolute || folder === undefined ? URI.file(path).toString() : Utils.resolvePath(URI.parse(folder), path).toString();
}

const clusterScheme = "istio-cluster";

/** The id under which an object of a cluster is kept. */
export function clusterFileId(path: readonly string[]): string {
  return URI.from({ scheme: clusterScheme, path: `/${path.join("/")}` }).toString();
}

/** Whether an id stands for an object of a cluster, which no editor can show. */
export function isClusterFile(id: string): boolean {
  return id.startsWith(`${clusterScheme}:`);
}

/** The path of a file as people read it: below one of the folders where it is, else whole. */
export function displayPath(id: string, folders: readonly string[]): string {
  const folder = folders.find((candidate) => id.startsWith(`${candidate}/`));
  return decodeURIComponent(folder === undefined ? URI.parse(id).path : id.slice(folder.length + 1));
}
