import picomatch from "picomatch";

/** Whether a path below a workspace folder (with `/`) is left out. */
export type IsExcluded = (relative: string) => boolean;

/** Folders that never hold manifests of the user's own. */
export const neverEntered: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** A check for one file or folder by itself, not for the folders above it. */
export function excludeMatcher(globs: readonly string[]): IsExcluded {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}

/** Whether a file or one of the folders above it is left out, for files that were not found by walking. */
export function isExcludedWithFolders(relative: string, isExcluded: IsExcluded): boolean {
  const names = relative.split("/");
  return names.some((name, at) => neverEntered.has(name) || isExcluded(names.slice(0, at + 1).join("/")));
}
