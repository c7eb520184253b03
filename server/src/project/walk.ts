import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { neverEntered } from "./excludes";
import { isKustomizationName, isManifestName } from "./manifestFile";

export interface WalkOptions {
  /** Whether to leave out an entry; `relative` is its path below the start, with `/`. Asked for folders before they are entered. */
  readonly isExcluded: (relative: string, isFolder: boolean) => boolean;
  /** Called when a folder is entered, before its entries are looked at; `relative` is empty for the start. */
  readonly onFolder?: (path: string, relative: string) => void;
  /** Called for folders that cannot be listed. */
  readonly onError?: (path: string, error: unknown) => void;
}

/**
 * The paths of all manifest files below a folder, in a stable order: a folder's kustomization first, then its other files, then its
 * subfolders. Links to files are followed, links to folders are not (they may form cycles).
 */
export function* walkManifests(root: string, options: WalkOptions): Generator<string> {
  const open: { readonly path: string; readonly relative: string }[] = [{ path: root, relative: "" }];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const { path, relative } = folder;
    options.onFolder?.(path, relative);
    const entries = list(path, options).sort(byKindAndName);
    const below = (entry: Dirent) => (relative === "" ? entry.name : `${relative}/${entry.name}`);
    for (const entry of entries) {
      if (!entry.isDirectory() && isManifestName(entry.name) && isFile(path, entry) && !options.isExcluded(below(entry), false)) {
        yield join(path, entry.name);
      }
    }
    const folders = entries.filter(
      (entry) => entry.isDirectory() && !neverEntered.has(entry.name) && !options.isExcluded(below(entry), true),
    );
    for (const entry of folders.reverse()) open.push({ path: join(path, entry.name), relative: below(entry) });
  }
}

function list(path: string, options: WalkOptions): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    options.onError?.(path, error);
    return [];
  }
}

function isFile(folder: string, entry: Dirent): boolean {
  if (entry.isFile()) return true;
  return entry.isSymbolicLink() && statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isFile() === true;
}

function byKindAndName(a: Dirent, b: Dirent): number {
  const order = Number(isKustomizationName(b.name)) - Number(isKustomizationName(a.name));
  return order !== 0 ? order : a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
